/** What programs may ask of the product, asked with the cookies of a browser: the quick way to a state that a page then shows. */
import type { Page } from "playwright-core";

export interface Opened {
  submission: string;
  /** Of the branch's page. */
  path: string;
}

export interface Linked {
  submissionId: string;
  code: string;
  name: string;
  url: string;
}

export class Door {
  constructor(
    private readonly page: Page,
    private readonly origin: string,
  ) {}

  async call<Body>(method: string, path: string, data?: unknown): Promise<Body> {
    const headers = { Origin: this.origin, Accept: "application/json" };
    const answer = await this.page.request.fetch(`${this.origin}${path}`, { method, data, headers });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  }

  /** Exchanges a link for this browser's session. */
  async open(url: string): Promise<Opened> {
    const headers = { Origin: this.origin, Accept: "application/json" };
    const form = { code: url };
    return (await this.page.request.post(`${this.origin}/b`, { form, headers })).json();
  }

  async listLinks(roundId: string): Promise<Linked[]> {
    return (await this.call<{ links: Linked[] }>("GET", `/api/rounds/${roundId}/links`)).links;
  }

  typeIn(
    submissionId: string,
    artifact: string,
    entry: unknown,
    as: "entry" | "draft" = "entry",
  ): Promise<unknown> {
    return this.call("PUT", `/api/submissions/${submissionId}/artifacts/${artifact}/${as}`, { entry });
  }

  /** Sends one file in one request. */
  async sendFile(submissionId: string, artifact: string, file: { name: string; buffer: Buffer }) {
    await this.send("POST", `/api/submissions/${submissionId}/artifacts/${artifact}/files`, file.buffer, {
      "X-File-Name": encodeURIComponent(file.name),
      "Content-Type": "application/octet-stream",
    });
  }

  async importRoster(roundId: string, csv: string): Promise<void> {
    await this.send("PUT", `/api/rounds/${roundId}/roster`, csv, { "Content-Type": "text/csv" });
  }

  private async send(method: string, path: string, data: string | Buffer, more: Record<string, string>) {
    const headers = { Origin: this.origin, Accept: "application/json", ...more };
    const answer = await this.page.request.fetch(`${this.origin}${path}`, { method, data, headers });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  }

  decide(roundId: string, submissionId: string, artifact: string, decision: object): Promise<unknown> {
    return this.call(
      "PUT",
      `/api/rounds/${roundId}/branches/${submissionId}/artifacts/${artifact}/review`,
      decision,
    );
  }
}
