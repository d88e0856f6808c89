import type { Lang } from "../../schemas/deadline";
import { text } from "../text";
import { CodeForm } from "../ui/code";
import { Layout } from "../ui/layout";

/** Where every link leads first. The secret is in the fragment, which no server sees; showing this page changes nothing. */
export function LinkPage({ lang }: { lang: Lang }) {
  const { branch, common } = text(lang);
  return (
    <Layout lang={lang} title={branch.link.title} islands={["link"]} foot={<p>{common.secrecy}</p>}>
      <h1>{branch.link.title}</h1>
      <p>{branch.link.what}</p>
      <p class="callout amber">
        <strong>{common.secrecy}</strong>
      </p>
      <CodeForm lang={lang} />
    </Layout>
  );
}
