import type { Bilingual } from "../../schemas/artifact";
import { formatDay, formatDue, type Lang } from "../../schemas/deadline";
import { text } from "../text";
import { Layout } from "../ui/layout";

export interface NoticePageProps {
  lang: Lang;
  backHref: string;
  notice: { title: string; number: string; issuer: string; issuedOn: string; text: string };
  milestones: readonly { title: Bilingual; due: string | null; dueText: string | null }[];
  rules: readonly { text: Bilingual }[];
}

/** The notice in its own words, with the dates and rules that were read out of it. */
export function NoticePage({ lang, backHref, notice, milestones, rules }: NoticePageProps) {
  const t = text(lang).branch.notice;
  const lines = notice.text.split(/\n+/).filter((line) => line.trim() !== "");
  return (
    <Layout lang={lang} title={t.title} lead={notice.issuer}>
      <p class="no-print">
        <a href={backHref}>{t.back}</a>
      </p>
      <p class="small soft">
        {notice.number} · {t.issuedOn} {formatDay(notice.issuedOn, lang)}
      </p>
      <h1>{notice.title}</h1>
      {lines.length === 0 ? (
        <p class="callout">{t.empty}</p>
      ) : (
        <div class="card notice-text prose" lang="zh-CN">
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of a frozen text
            <p key={index}>{line}</p>
          ))}
        </div>
      )}
      {milestones.length > 0 && (
        <>
          <h2>{t.milestones}</h2>
          <ul class="card plain">
            {milestones.map((one) => (
              <li key={one.title.zh}>
                {one.title[lang]}
                {one.due !== null && <strong> {formatDue(one.due, lang)}</strong>}
                {one.dueText !== null && <span class="soft small"> {one.dueText}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {rules.length > 0 && (
        <>
          <h2>{t.rules}</h2>
          <ul class="card plain">
            {rules.map((one) => (
              <li key={one.text.zh}>{one.text[lang]}</li>
            ))}
          </ul>
        </>
      )}
    </Layout>
  );
}
