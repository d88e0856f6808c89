/** What the pages cost the database, as the modules inside workerd tell it. */
export interface PageCost {
  page: string;
  status: number;
  statements: number;
  /** Round trips to the database one after another. */
  waits: number;
  rowsRead: number;
  /** Statements that read more than 5 × the rows they return + 20. */
  scans: string[];
  html: string;
}

export interface CountRequest {
  branches: number;
  artifacts: number;
  now: string;
}
