import { formatInstant, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { Callout } from "../ui/callout";
import { TextArea } from "../ui/controls";
import { CommitteeFrame, type RoundHead, RoundHeader, type StaffView } from "./committee.frame";

export interface LinkLine {
  submissionId: string;
  code: string;
  name: string;
  url: string;
  openedAt: string | null;
  lastUsedAt: string | null;
}

export interface LinksProps {
  lang: Lang;
  staff: StaffView;
  round: RoundHead;
  theme: string;
  links: readonly LinkLine[];
  /** Every branch and its link, one per line. */
  all: string;
  /** The branch whose link was just turned. */
  rotated: string | null;
}

export function LinksPage({ lang, staff, round, theme, links, all, rotated }: LinksProps) {
  const t = text(lang).committee.links;
  const common = text(lang).common;
  return (
    <CommitteeFrame lang={lang} staff={staff} title={t.title} section="rounds" islands={["board"]}>
      <RoundHeader lang={lang} round={round} place="links" />
      {rotated !== null && (
        <Callout tone="green" live>
          {t.rotated}
        </Callout>
      )}
      <Callout tone="amber">
        <p>{t.what}</p>
        <p>
          {t.secrecy}
          {common.secrecy}
        </p>
      </Callout>
      <section class="card">
        <p>{t.message(theme)}</p>
        <TextArea
          name="all"
          label={t.copyAll}
          hint={t.copyHint}
          value={all}
          rows={6}
          attrs={{ readonly: true, wrap: "off", spellcheck: false }}
        />
        <p class="row do">
          <button class="btn primary" type="button" data-copy="all" data-done={t.copied} hidden>
            {t.copy}
          </button>
          <a class="btn" href={`/committee/rounds/${round.id}/links.csv`}>
            {t.csv}
          </a>
        </p>
      </section>
      <LinkTable lang={lang} round={round} links={links} rotated={rotated} />
    </CommitteeFrame>
  );
}

/** All of them stand in the text to copy; past this the table would only be slow. */
const SHOWN_LINKS = 500;

function LinkTable({
  lang,
  round,
  links,
  rotated,
}: Pick<LinksProps, "lang" | "round" | "links" | "rotated">) {
  const { roster, links: t } = text(lang).committee;
  const shown = links.slice(0, SHOWN_LINKS);
  return (
    <div class="scroll">
      {shown.length < links.length && <p class="soft">{t.first(shown.length)}</p>}
      <table class="table links">
        <thead>
          <tr>
            <th scope="col">{roster.code}</th>
            <th scope="col">{roster.name}</th>
            <th scope="col">{t.link}</th>
            <th scope="col">{t.opened}</th>
            <th scope="col">{t.rotate}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <LinkRow
              key={one.submissionId}
              lang={lang}
              round={round}
              link={one}
              turned={one.submissionId === rotated}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LinkRow({
  lang,
  round,
  link,
  turned,
}: {
  lang: Lang;
  round: RoundHead;
  link: LinkLine;
  turned: boolean;
}) {
  const t = text(lang).committee.links;
  const field = `link.${link.submissionId}`;
  return (
    <tr id={link.submissionId} class={turned ? "turned" : undefined}>
      <td class="nowrap">{link.code}</td>
      <th scope="row">{link.name}</th>
      <td>
        <div class="copy-line">
          <input class="input" id={field} readOnly value={link.url} aria-label={`${t.link} ${link.name}`} />
          <button class="btn small" type="button" data-copy={field} data-done={t.copied} hidden>
            {t.copy}
            <span class="sr">{link.name}</span>
          </button>
        </div>
      </td>
      <td class="nowrap">
        {link.openedAt === null ? (
          <span class="text-amber">{t.never}</span>
        ) : (
          t.openedAt(formatInstant(link.openedAt, "numeric", lang))
        )}
      </td>
      <td>
        <RotateLink lang={lang} roundId={round.id} submissionId={link.submissionId} name={link.name} />
      </td>
    </tr>
  );
}

/** Two steps, because the old link dies at once: open, read what happens, then press. */
export function RotateLink(props: { lang: Lang; roundId: string; submissionId: string; name: string }) {
  const t = text(props.lang).committee.links;
  return (
    <details class="rotate">
      <summary>
        {t.rotate}
        <span class="sr">{props.name}</span>
      </summary>
      <form method="post" action={`/committee/rounds/${props.roundId}/links/${props.submissionId}/rotate`}>
        <p class="small">{t.rotateWhat}</p>
        <button class="btn small" type="submit">
          {t.rotate}
          <span class="sr">{props.name}</span>
        </button>
      </form>
    </details>
  );
}
