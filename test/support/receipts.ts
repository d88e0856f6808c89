import type { ReceiptArtifact, ReceiptBody } from "../../schemas/receipt";
import { RECEIPT_STATEMENT } from "../../schemas/receipt";

/** 64 letters that look like a SHA-256 and differ with `seed`. */
export function makeHash(seed: number): string {
  return Array.from({ length: 64 }, (_, i) => ((seed * 7 + i * i * 3 + i * seed) % 16).toString(16)).join("");
}

type ReceiptFile = ReceiptArtifact["files"][number];

export function makeReceiptFile(seed: number, overrides: Partial<ReceiptFile> = {}): ReceiptFile {
  const file = {
    id: `fil_${seed}`,
    name: `材料${seed}.pdf`,
    version: 1,
    bytes: 48_213,
    chars: null,
    pages: 3,
  };
  return { ...file, sha256: makeHash(seed), ...overrides };
}

export function makeReceiptArtifact(zh: string, overrides: Partial<ReceiptArtifact> = {}): ReceiptArtifact {
  return {
    key: "artifact",
    title: { zh, en: "Artifact" },
    kind: "file",
    required: true,
    receivedAt: "2026-12-05T01:44:12.000Z",
    lateSeconds: 0,
    files: [],
    entry: null,
    paper: null,
    ...overrides,
  };
}

const ENTRY = { id: "ent_1", version: 2, bytes: 900, sha256: makeHash(11), chars: null };
const PAPER = {
  id: "pap_1",
  arrivedAt: "2026-12-09T02:15:00.000Z",
  copies: 1,
  sealed: true,
  receivedBy: "组织委员",
};

/** A form, a late file, three pictures and a stamped paper: every kind of line a receipt has. */
export function makeReceiptArtifacts(): ReceiptArtifact[] {
  return [
    makeReceiptArtifact("专题组织生活会工作方案", { kind: "form", entry: ENTRY }),
    makeReceiptArtifact("专题组织生活会小结", {
      files: [makeReceiptFile(2, { name: "小结.docx", chars: 1106, pages: null })],
      receivedAt: "2026-12-08T06:00:00.000Z",
      lateSeconds: 7200,
    }),
    makeReceiptArtifact("会议影像", {
      files: [
        makeReceiptFile(3, { name: "IMG_0412.HEIC", pages: null }),
        makeReceiptFile(4, { name: "IMG_0413.jpg", pages: null }),
        makeReceiptFile(5, { name: "会场全景.jpg", pages: null, version: 2 }),
      ],
    }),
    makeReceiptArtifact("小结纸质稿", { kind: "paper", paper: PAPER, receivedAt: PAPER.arrivedAt }),
  ];
}

export function makeReceiptBody(overrides: Partial<ReceiptBody> = {}): ReceiptBody {
  return {
    schema: "huizhi.receipt/1",
    kind: "complete",
    round: { id: "rnd_1", version: 1, theme: "专题组织生活会" },
    notice: {
      number: "霁教党字〔2026〕18号",
      title: "关于召开专题组织生活会的通知",
      issuer: "中共霁川区教育局委员会",
    },
    branch: { id: "brn_3", code: "JC03", name: "霁川区第三高级中学党总支第一党支部" },
    requiredCount: 4,
    artifacts: makeReceiptArtifacts(),
    statement: RECEIPT_STATEMENT,
    number: "2026-18-0003",
    seq: 3,
    version: 1,
    replaces: null,
    issuedAt: "2026-12-09T02:15:04.000Z",
    ...overrides,
  };
}
