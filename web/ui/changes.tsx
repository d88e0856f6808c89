import { type Bilingual, DEFAULT_DOCUMENT_TYPES } from "../../schemas/artifact";
import { describeTypes } from "../../schemas/artifact.words";
import type { ArtifactChange, Change } from "../../schemas/change";
import { formatDue, type Lang } from "../../schemas/deadline";
import { text } from "../text";

/** Titles of artifacts by key, as the round has them now. */
export type Titles = Readonly<Record<string, Bilingual>>;

const sayDue = (due: string | null, lang: Lang) => (due === null ? null : formatDue(due, lang));

function describeArtifactChange(change: ArtifactChange, title: string, lang: Lang): string {
  const words = text(lang).amendment;
  const t = words.changes;
  switch (change.what) {
    case "added":
      return t.added(title, change.required);
    case "withdrawn":
    case "required":
    case "optional":
      return t[change.what](title);
    case "due":
      return t.due(title, sayDue(change.from, lang), sayDue(change.to, lang));
    case "length":
      return t.length(title, change.from, change.to);
    case "files":
      return t.files(title, change.to.min, change.to.max);
    case "accepts":
      return t.accepts(title, describeTypes(change.to.length > 0 ? change.to : DEFAULT_DOCUMENT_TYPES, lang));
    case "paper":
      return t.paper(title, describePaper(change.to, lang));
    case "title":
      return t.renamed(words.quoted(change.from[lang]), words.quoted(change.to[lang]));
    case "detail":
      return t.detail(title, words.fields[change.field] ?? words.otherField);
  }
}

function describePaper(paper: Extract<Change, { what: "paper" }>["to"], lang: Lang): string {
  const t = text(lang).amendment;
  const { copies, sealed, deliverTo } = paper;
  const parts = [
    sealed ? t.sealed : t.unsealed,
    copies === null ? "" : t.copies(copies),
    deliverTo === null ? "" : t.deliverTo(deliverTo),
  ];
  return parts.filter(Boolean).join(text(lang).common.comma);
}

function describeRule({ from, to }: Extract<Change, { what: "rule" }>, lang: Lang): string {
  const words = text(lang).amendment;
  const t = words.changes;
  if (to === null) return t.ruleGone(from?.text[lang] ?? "");
  if (from === null) return t.ruleAdded(to.text[lang]);
  return from.text[lang] === to.text[lang]
    ? t.ruleLevel(to.text[lang], words.levels[to.enforce])
    : t.ruleChanged(to.text[lang]);
}

/** One change of a round as a sentence. */
export function describeChange(change: Change, titles: Titles, lang: Lang): string {
  const words = text(lang).amendment;
  const t = words.changes;
  if ("artifact" in change) {
    const title = words.quoted(titles[change.artifact]?.[lang] ?? change.artifact);
    return describeArtifactChange(change, title, lang);
  }
  switch (change.what) {
    case "rule":
      return describeRule(change, lang);
    case "milestone":
      return t.due(words.quoted(change.title[lang]), sayDue(change.from, lang), sayDue(change.to, lang));
    case "closes":
      return t.closes(sayDue(change.to, lang));
    case "late":
      return t.late(change.to === "accept");
    case "theme":
      return t.theme(change.to);
    case "setting":
      return t.setting(words.fields[change.field] ?? words.otherField);
  }
}

export function ChangeList(props: { lang: Lang; changes: readonly Change[]; titles: Titles }) {
  const { lang, changes, titles } = props;
  const sentences = new Set(changes.map((one) => describeChange(one, titles, lang)));
  return (
    <ul class="list">
      {[...sentences].map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}
