import type { ComponentChildren } from "preact";
import type { Tone } from "./state";

/** A remark with a coloured edge. `live` makes a screen reader say it when the page opens. */
export function Callout(props: { tone: Tone; live?: boolean; children: ComponentChildren }) {
  const tone = props.tone === "grey" ? "" : ` ${props.tone}`;
  return (
    <div class={`callout${tone}`} role={props.live ? "status" : undefined}>
      {props.children}
    </div>
  );
}
