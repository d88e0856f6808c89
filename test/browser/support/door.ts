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

  typeIn(submissionId: string, artifact: string, entry: unknown): Promise<unknown> {
    return this.call("PUT", `/api/submissions/${submissionId}/artifacts/${artifact}/entry`, { entry });
  }

  decide(roundId: string, submissionId: string, artifact: string, decision: object): Promise<unknown> {
    return this.call(
      "PUT",
      `/api/rounds/${roundId}/branches/${submissionId}/artifacts/${artifact}/review`,
      decision,
    );
  }
}
