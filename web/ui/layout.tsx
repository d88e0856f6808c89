import type { ComponentChildren } from "preact";
import type { Lang } from "../../schemas/deadline";
import { text } from "../text";
import { getAssets } from "./assets";

/** One entry of the row of links in the head of a committee's pages. */
export interface NavItem {
  href: string;
  label: string;
  current?: boolean;
}

export interface LayoutProps {
  lang: Lang;
  /** Goes before the product's name in the title bar; say the page and whose it is. */
  title: string;
  /** Stands right of the mark: the issuer, or the committee. */
  lead?: ComponentChildren;
  nav?: readonly NavItem[];
  /** Placed after the links of `nav`: the sign-out form. */
  navEnd?: ComponentChildren;
  /** Names of the islands this page loads; one that was not built is left out. */
  islands?: readonly string[];
  /** The page carries its styles in itself: one round trip less where it is opened first. */
  inlineStyles?: boolean;
  /** 1360 px for tables; else one column of 720 px. */
  wide?: boolean;
  /** The foot's own lines, above the language switch. */
  foot?: ComponentChildren;
  children: ComponentChildren;
}

const HEAD_ID = "head";
const EXPECT_HEAD = { rel: "expect", href: `#${HEAD_ID}`, blocking: "render" };

/** The frame of every page: head, mark, links, main, foot. */
export function Layout(props: LayoutProps) {
  const { lang, title, wide = false } = props;
  const t = text(lang).common;
  const assets = getAssets();
  const islands = (props.islands ?? []).flatMap((name) => assets.islands[name] ?? []);
  return (
    <html lang={lang === "zh" ? "zh-CN" : "en"}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="format-detection" content="telephone=no" />
        {islands.length > 0 && assets.inline.script !== "" && (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: two lines of our own from the build, let through by their hash
          <script dangerouslySetInnerHTML={{ __html: assets.inline.script }} />
        )}
        {/* The name on the right would move if it were painted while half of it has come. */}
        <link {...EXPECT_HEAD} />
        <title>{`${title} · ${t.product}`}</title>
        <link rel="icon" href="data:," />
        {props.inlineStyles && assets.inline.css !== "" ? (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: our own stylesheet from the build, let through by its hash
          <style dangerouslySetInnerHTML={{ __html: assets.inline.css }} />
        ) : (
          assets.styles !== "" && <link rel="stylesheet" href={assets.styles} />
        )}
        {islands.map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </head>
      <body class={wide ? "wide" : undefined}>
        <a class="skip" href="#main">
          {t.skip}
        </a>
        <Head {...props} />
        <main class="page" id="main">
          {props.children}
        </main>
        <Foot {...props} />
      </body>
    </html>
  );
}

function Head({ lang, lead, nav, navEnd }: LayoutProps) {
  const t = text(lang).common;
  return (
    <header class="top" id={HEAD_ID}>
      <div>
        <a class="mark" href="/">
          {t.product}
        </a>
        {lead !== undefined && <span class="lead">{lead}</span>}
        {nav !== undefined && (
          <nav class="nav" aria-label={t.navigation}>
            {nav.map((item) => (
              <a key={item.href} href={item.href} aria-current={item.current ? "page" : undefined}>
                {item.label}
              </a>
            ))}
            {navEnd}
          </nav>
        )}
      </div>
    </header>
  );
}

function Foot({ lang, foot }: LayoutProps) {
  const t = text(lang).common;
  const other = lang === "zh" ? "en" : "zh";
  return (
    <footer class="foot">
      <div>
        <hr />
        {foot}
        <ul>
          <li>
            <a href={`?lang=${other}`} hreflang={other === "zh" ? "zh-CN" : "en"} rel="alternate">
              <span lang={other === "zh" ? "zh-CN" : "en"}>{t.otherLanguage}</span>
            </a>
          </li>
        </ul>
      </div>
    </footer>
  );
}
