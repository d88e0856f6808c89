import type { ComponentChildren } from "preact";
import type { Lang } from "../../schemas/deadline";
import { text } from "../text";
import { Layout } from "../ui/layout";

/** Who is signed in, as every page of the committee shows it. */
export interface StaffView {
  committeeName: string;
  displayName: string;
}

export type CommitteeSection = "rounds" | "desk";

export interface FrameProps {
  lang: Lang;
  staff: StaffView;
  title: string;
  section?: CommitteeSection;
  wide?: boolean;
  islands?: readonly string[];
  children: ComponentChildren;
}

/** The frame of every page behind the sign-in: committee, sections, who is signed in, the way out. */
export function CommitteeFrame(props: FrameProps) {
  const { lang, staff, title, section, wide = true, islands, children } = props;
  const t = text(lang).committee.nav;
  const nav = [
    { href: "/committee", label: t.rounds, current: section === "rounds" },
    { href: "/committee/desk", label: t.desk, current: section === "desk" },
    { href: "/verify", label: t.verify },
  ];
  const signOut = (
    <form method="post" action="/committee/sign-out" class="sign-out">
      <button type="submit">{`${staff.displayName} ${t.signOut}`}</button>
    </form>
  );
  return (
    <Layout
      lang={lang}
      title={title}
      lead={staff.committeeName}
      nav={nav}
      navEnd={signOut}
      wide={wide}
      islands={islands}
    >
      {children}
    </Layout>
  );
}

/** A round as its pages name it in their head. */
export interface RoundHead {
  id: string;
  title: string;
  noticeNumber: string;
  state: "draft" | "published" | "closed";
}

export type RoundPlace = "board" | "edit" | "roster" | "links" | "blanks" | "bundle";

/** A draft has no board and no links yet, and a closed round is opened again before it is amended. */
const PLACES: Readonly<Record<RoundHead["state"], readonly RoundPlace[]>> = {
  draft: ["edit", "roster", "blanks"],
  published: ["board", "roster", "links", "blanks", "bundle", "edit"],
  closed: ["board", "roster", "links", "blanks", "bundle"],
};

/** Notice, title and the places of one round. */
export function RoundHeader(props: {
  lang: Lang;
  round: RoundHead;
  place: RoundPlace;
  lead?: ComponentChildren;
}) {
  const { lang, round, place, lead } = props;
  const words = text(lang);
  const labels = {
    ...words.committee.within,
    ...(round.state === "draft" ? {} : { edit: words.amendment.place }),
    blanks: words.blanks.place,
    bundle: words.bundle.place,
  };
  const base = `/committee/rounds/${round.id}`;
  return (
    <>
      <p class="soft">{lead ?? round.noticeNumber}</p>
      <h1>{round.title}</h1>
      <nav class="places" aria-label={round.title}>
        {PLACES[round.state].map((name) => (
          <a
            key={name}
            href={name === "board" ? base : `${base}/${name}`}
            aria-current={name === place ? "page" : undefined}
          >
            {labels[name]}
          </a>
        ))}
      </nav>
    </>
  );
}
