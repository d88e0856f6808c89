import type { ComponentChildren, VNode } from "preact";
import { render } from "preact-render-to-string";
import { text } from "../text";
import { buildRelativeHref, buildShownName } from "./bundle_index.model";
import { INDEX_STYLE } from "./bundle_index.style";

/** What is inside a bundle speaks Chinese, whoever downloads it: it is for the archive. */
export const INDEX_LANG = "zh";
const t = text(INDEX_LANG).bundleIndex;
const common = text(INDEX_LANG).common;

/** Nothing is loaded and nothing runs, even if a name should ever get past the escaping. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A document that stands alone, doctype included. */
export function renderDocument(page: VNode): string {
  return `<!DOCTYPE html>\n${render(page)}\n`;
}

export interface IndexDocumentProps {
  title: string;
  committee: string;
  children: ComponentChildren;
}

/** Head, mark and main of an index.html; style inside, no script, no address but relative ones. */
export function IndexDocument({ title, committee, children }: IndexDocumentProps) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="robots" content="noindex" />
        <title>{buildShownName(title)}</title>
        <style>{INDEX_STYLE}</style>
      </head>
      <body>
        <header>
          <p>
            <span class="mark">{common.product}</span> <Name text={committee} />
          </p>
        </header>
        <main>{children}</main>
      </body>
    </html>
  );
}

/** Text that somebody typed: what it holds cannot reach what stands around it. */
export function Name({ text: name }: { text: string }) {
  return <bdi>{buildShownName(name)}</bdi>;
}

export function FileLink({ path, name }: { path: string; name: string }) {
  return (
    <a href={buildRelativeHref(path)}>
      <Name text={name} />
    </a>
  );
}

/** The notice in one line under the heading: 《…》（文号） and who issued it. */
export function NoticeLine({ notice }: { notice: { number: string; title: string; issuer: string } }) {
  return (
    <p class="soft">
      <Name text={t.notice(notice.title)} />
      {notice.number !== "" && <Name text={t.noticeNumber(notice.number)} />}
      <br />
      <Name text={t.issuer(notice.issuer)} />
    </p>
  );
}

/** A whole SHA-256 in two lines that one click selects; with `lead`, what a receipt prints of it is bold. */
export function Hash({ sha256, lead = false }: { sha256: string; lead?: boolean }) {
  const start = sha256.slice(0, 12);
  return (
    <code class="hash">
      {lead ? <b>{start}</b> : start}
      {sha256.slice(12, 32)}
      <wbr />
      {sha256.slice(32)}
    </code>
  );
}

/** How to see with the computer's own tools that nothing changed since it was packed. */
export function CheckSection() {
  return (
    <section class="whole">
      <h2>{t.check}</h2>
      <p>{t.checkWhat}</p>
      <ul class="steps">
        <li>
          {t.checkUnix}
          <code class="command">sha256sum -c SHA256SUMS</code>
          {t.checkMac}
          <code class="command">shasum -a 256 -c SHA256SUMS</code>
        </li>
        <li>
          {t.checkWindows}
          <code class="command">{`certutil -hashfile "${t.fileName}" SHA256`}</code>
        </li>
      </ul>
    </section>
  );
}

/** How `manifestSha256` follows from SHA256SUMS, see `computeManifestSha256` of the Worker. */
export const FINGERPRINT_COMMAND = "grep -av '^[0-9a-f]*  index[.]html$' SHA256SUMS | sha256sum";

/** The code that is typed once the material is filed, and what it is made from. */
export function CodeSection(props: { code: string; manifestSha256: string; what: string }) {
  return (
    <section class="whole">
      <h2>{t.code}</h2>
      <code class="code">{props.code}</code>
      <p>{props.what}</p>
      <div class="soft small from">
        <p>{t.codeFrom}</p>
        <code class="command">{FINGERPRINT_COMMAND}</code>
        <Hash sha256={props.manifestSha256} />
      </div>
    </section>
  );
}
