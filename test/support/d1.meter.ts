/** What one statement cost, as D1 bills it. */
export interface StatementCost {
  sql: string;
  rowsRead: number;
  rowsReturned: number;
}

/** A D1 binding that writes down every statement run through it. */
export interface MeteredD1 {
  db: D1Database;
  costs: StatementCost[];
  /** How often a request waits for the database: calls at once count as one. */
  waits(): number;
  /** Forgets what was counted. */
  restart(): void;
}

const isRead = (sql: string) => /^\s*(select|with)\b/i.test(sql);

/** Every statement goes through `all()`, the only call whose answer tells what was read. */
class MeteredStatement {
  constructor(
    private readonly real: D1PreparedStatement,
    private readonly sql: string,
    private readonly note: (sql: string, result: D1Result) => void,
    private readonly wait: <T>(call: () => Promise<T>) => Promise<T>,
  ) {}

  get inner(): D1PreparedStatement {
    return this.real;
  }

  get text(): string {
    return this.sql;
  }

  bind(...values: unknown[]): MeteredStatement {
    return new MeteredStatement(this.real.bind(...values), this.sql, this.note, this.wait);
  }

  async all<T>(): Promise<D1Result<T>> {
    const result = await this.wait(() => this.real.all<T>());
    this.note(this.sql, result as D1Result);
    return result;
  }

  run<T>(): Promise<D1Result<T>> {
    return this.all<T>();
  }

  async first(column?: string): Promise<unknown> {
    const row = (await this.all<Record<string, unknown>>()).results[0] ?? null;
    return row === null || column === undefined ? row : (row[column] ?? null);
  }

  /**
   * Rows as arrays. Objects lose columns of the same name, so a read is run once more for
   * its arrays; a write must not be, and what it returns has no such columns.
   */
  async raw(): Promise<unknown[][]> {
    const { results } = await this.all<Record<string, unknown>>();
    return isRead(this.sql) ? this.real.raw() : results.map((row) => Object.values(row));
  }
}

/** Puts a meter before a D1 binding; what is read and written stays the same. */
export function meterD1(real: D1Database): MeteredD1 {
  const costs: StatementCost[] = [];
  let waits = 0;
  let under = 0;
  const wait = async <T>(call: () => Promise<T>): Promise<T> => {
    if (under === 0) waits += 1;
    under += 1;
    try {
      return await call();
    } finally {
      under -= 1;
    }
  };
  const restart = () => {
    costs.length = 0;
    waits = 0;
  };
  const note = (sql: string, result: D1Result) => {
    costs.push({ sql, rowsRead: result.meta.rows_read, rowsReturned: result.results.length });
  };
  const metered = {
    prepare: (sql: string) => new MeteredStatement(real.prepare(sql), sql, note, wait),
    async batch(statements: MeteredStatement[]) {
      const results = await wait(() => real.batch(statements.map((one) => one.inner)));
      results.forEach((result, i) => {
        note(statements[i]?.text ?? "", result);
      });
      return results;
    },
    exec: (): never => {
      throw new Error("a script's statements cannot be told apart");
    },
    withSession: (): never => {
      throw new Error("sessions are not metered");
    },
  };
  return { db: metered as unknown as D1Database, costs, waits: () => waits, restart };
}
