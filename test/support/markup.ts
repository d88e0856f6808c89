/** What a person reads of a page: its text, white space made one. */
export const readWords = (html: string) =>
  html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

/** The forms of a page that post to `action`, as markup, in order. */
export const findForms = (html: string, action: string): string[] =>
  [...html.matchAll(/<form method="post" action="([^"]+)".*?<\/form>/gs)].flatMap(([markup, target]) =>
    target === action ? [markup] : [],
  );
