import { text } from "../text";
import { Entries } from "./artifact.entries";
import { type CardProps, Files } from "./artifact.parts";

/** What was sent after something was accepted: it waits below what stands, or came back. */
export function Changed(props: CardProps) {
  const { lang, card } = props;
  const t = text(lang).review.branch;
  if (card.changed === null) return null;
  return (
    <>
      <p class="small apart">
        <strong>{card.changed.waits ? t.changeWaits : t.changeRefused}</strong>
      </p>
      <Entries {...props} entries={card.changed.entries} />
      <Files {...props} files={card.changed.files} />
    </>
  );
}
