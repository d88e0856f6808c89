import type { Lang } from "../../schemas/deadline";
import { text } from "../text";
import { CodeForm } from "../ui/code";
import { Layout } from "../ui/layout";
import { RefusalLine } from "../ui/problems";

export interface LinkPageProps {
  lang: Lang;
  /** Why the code posted last opened nothing; null on the way in. */
  refused: string | null;
}

/** Where every link leads first. The secret is in the fragment, which no server sees; showing this page changes nothing. */
export function LinkPage({ lang, refused }: LinkPageProps) {
  const { branch, common } = text(lang);
  return (
    <Layout lang={lang} title={branch.link.title} islands={["link"]} foot={<p>{common.secrecy}</p>}>
      <h1>{branch.link.title}</h1>
      {refused === null ? <p>{branch.link.what}</p> : <RefusalLine sentence={refused} />}
      <p class="callout amber">
        <strong>{common.secrecy}</strong>
      </p>
      <CodeForm lang={lang} />
    </Layout>
  );
}
