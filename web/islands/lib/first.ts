/**
 * Stands in the page itself and runs before anything is painted: what looks another way where
 * scripts run does so from the first moment. A script that did not load puts the plain look back.
 */
const root = document.documentElement;
root.classList.add("js");
addEventListener(
  "error",
  ({ target }) => {
    if (target instanceof HTMLScriptElement && target.dataset.asked === undefined)
      root.classList.remove("js");
  },
  true,
);

export {};
