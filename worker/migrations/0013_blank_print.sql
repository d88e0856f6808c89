-- What a person sees of a template, as a digest (files/inspect/content.print.ts): it tells one that
-- was only saved again. Null for a PDF, for what cannot be read, and for templates from before.
ALTER TABLE blanks ADD COLUMN print TEXT;
