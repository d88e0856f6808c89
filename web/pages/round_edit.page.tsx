import { text } from "../text";
import { Callout } from "../ui/callout";
import { ProblemSummary } from "../ui/problems";
import { CommitteeFrame, RoundHeader } from "./committee.frame";
import { AmendBlock } from "./round_edit.amend";
import { Artifacts, EndFields, Milestones, NoticeFields, Shift } from "./round_edit.fields";
import type { RoundEditProps } from "./round_edit.model";
import { PublishBlock } from "./round_edit.publish";
import { Switches } from "./round_edit.switches";

export function RoundEditPage(props: RoundEditProps) {
  const { lang, staff, round, form, findings } = props;
  const words = text(lang);
  const title =
    props.amend === null ? words.committee.edit.title : words.amendment.title(props.amend.version);
  return (
    <CommitteeFrame lang={lang} staff={staff} title={title} section="rounds" wide={false}>
      <RoundHeader lang={lang} round={round} place="edit" />
      {props.amend !== null && (
        <>
          <h2>{title}</h2>
          <p class="soft">{words.amendment.what}</p>
        </>
      )}
      <EditMessages {...props} />
      <form method="post" action={`/committee/rounds/${round.id}/edit`}>
        <input type="hidden" name="revision" value={props.revision} />
        {/* Enter in a field presses the first button of a form: it must save, not move or publish. */}
        <button class="sr" type="submit" name="action" value="save" tabIndex={-1} aria-hidden="true" />
        <Shift lang={lang} form={form} findings={findings} />
        <Artifacts {...props} />
        <Milestones {...props} />
        <NoticeFields lang={lang} form={form} findings={findings} />
        <EndFields lang={lang} form={form} findings={findings} />
        <Switches {...props} />
        {props.amend === null ? <PublishBlock {...props} /> : <AmendBlock {...props} amend={props.amend} />}
      </form>
    </CommitteeFrame>
  );
}

function EditMessages({ lang, done, findings, conflict, counts }: RoundEditProps) {
  const t = text(lang).committee;
  return (
    <>
      {conflict && (
        <Callout tone="red" live>
          {t.edit.conflict}
        </Callout>
      )}
      {findings.length > 0 && (
        <ProblemSummary lang={lang} title={t.edit.wrong(findings.length)} findings={findings} />
      )}
      {done !== null && (
        <Callout tone="green" live>
          {done === "discarded" ? text(lang).amendment.discarded : t.edit[done]}
        </Callout>
      )}
      {counts.required === 0 && <Callout tone="amber">{t.checklist}</Callout>}
    </>
  );
}
