import type { Lang } from "../../schemas/deadline";
import { text } from "../text";
import { TextField } from "../ui/controls";
import { Layout } from "../ui/layout";
import { ProblemSummary } from "../ui/problems";

export interface SignInProps {
  lang: Lang;
  /** Kept as typed; a password never comes back. */
  userName: string;
  /** Where to go afterwards. */
  next: string;
  /** Why the last try failed. */
  problem: { zh: string; en: string } | null;
}

export function SignInPage({ lang, userName, next, problem }: SignInProps) {
  const t = text(lang).committee.signIn;
  return (
    <Layout lang={lang} title={t.title}>
      <h1>{t.title}</h1>
      <p class="soft">{t.what}</p>
      {problem !== null && (
        <ProblemSummary lang={lang} title={t.failed} findings={[{ path: "password", ...problem }]} />
      )}
      <form method="post" action="/committee/sign-in">
        <input type="hidden" name="next" value={next} />
        <TextField
          name="userName"
          label={t.userName}
          value={userName}
          width="medium"
          attrs={{
            autocomplete: "username",
            autocapitalize: "none",
            spellcheck: false,
            maxlength: 100,
            required: true,
          }}
        />
        <TextField
          name="password"
          label={t.password}
          type="password"
          width="medium"
          attrs={{ autocomplete: "current-password", maxlength: 200, required: true }}
        />
        <p class="do">
          <button class="btn primary" type="submit">
            {t.go}
          </button>
        </p>
      </form>
    </Layout>
  );
}
