import type { Lang } from "../../schemas/deadline";
import { text } from "../text";
import { Layout } from "../ui/layout";

/** The front of the house: what this is, and the three ways in. */
export function HomePage({ lang }: { lang: Lang }) {
  const { branch, common } = text(lang);
  const t = branch.home;
  const doors = [
    { title: t.branchTitle, line: t.branchText, href: "/b", go: t.branchGo, primary: true },
    { title: t.verifyTitle, line: t.verifyText, href: "/verify", go: t.verifyGo, primary: false },
    { title: t.staffTitle, line: t.staffText, href: "/committee", go: t.staffGo, primary: false },
  ];
  return (
    <Layout lang={lang} title={t.title} foot={<p>{common.secrecy}</p>}>
      <h1>{t.title}</h1>
      <p class="opening">{t.what}</p>
      {doors.map((door) => (
        <section class="card" key={door.href}>
          <h2>{door.title}</h2>
          <p>{door.line}</p>
          <p class="row gap">
            <a class={door.primary ? "btn primary" : "btn"} href={door.href}>
              {door.go}
            </a>
          </p>
        </section>
      ))}
    </Layout>
  );
}
