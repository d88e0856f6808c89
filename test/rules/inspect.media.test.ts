import { describe, expect, test } from "vitest";
import { checkHead, inspectHead } from "../../worker/files/file.inspect";
import { known } from "../../worker/files/inspect/inspection";
import { inspectStored } from "../../worker/files/inspect/stored.inspect";
import { readerOf } from "../support/hostile.files";
import { box, layFilm, layJpg } from "../support/hostile.media";
import { layXlsx } from "../support/hostile.zip";

const inspect = (bytes: Uint8Array, name = "小结") => inspectStored(readerOf(bytes), name);

describe("a good picture or film", () => {
  test("is a photo with a long film behind it also where nothing in it says so", async () => {
    const film = Buffer.concat([layFilm(), box("free", Buffer.alloc(300_000))]);
    const trailer = Buffer.from("v2_f31_c12".padEnd(20).concat("LIVE_3473445").padEnd(40));
    for (const behind of [trailer, Buffer.alloc(0)]) {
      const bytes = Buffer.concat([layJpg(4000, 3000), film, behind]);
      expect(await inspect(bytes)).toMatchObject({ verdict: { type: "jpg" }, notes: [] });
    }
    const cut = Buffer.concat([layJpg(4000, 3000).subarray(0, -2), Buffer.alloc(300_000, 7)]);
    expect((await inspect(cut)).notes).toEqual(["damaged"]);
  });

  test.each(["moov", "mdat", "wide", "free", "skip"])(
    "is a film of an old camera that begins with %s",
    async (first) => {
      const index = box("moov", box("mvhd", Buffer.alloc(100)));
      const bytes = Buffer.concat([box(first, Buffer.alloc(40)), box("mdat", Buffer.alloc(400)), index]);
      expect(await inspect(bytes, "会议.mov")).toMatchObject({ verdict: known("mov"), notes: [] });
      expect(checkHead(bytes, "会议.mov", ["mov"])).toBeNull();
      const other = first === "moov" ? box("moon") : box(first, Buffer.alloc(40));
      expect((await inspect(Buffer.concat([other, Buffer.alloc(400)]), "会议.mov")).verdict.kind).toBe(
        "unknown",
      );
    },
  );

  test("is no film of an old camera where it begins as a program or a page", async () => {
    const index = box("moov", box("mvhd", Buffer.alloc(100)));
    const free = (start: string) => Buffer.concat([Buffer.from(`${start}free`), Buffer.alloc(8), index]);
    for (const start of ["MZ\0\0", "#!/b"])
      expect((await inspect(free(start))).verdict.kind).toBe("dangerous");
    const page = Buffer.concat([box("free", "<script>alert(1)</script>"), index]);
    expect((await inspect(page)).verdict.kind).toBe("dangerous");
  });
});

describe("the first bytes", () => {
  test.each(["M4A ", "avif", "jp2 "])(
    "of the brand %s are refused before the rest is stored",
    async (brand) => {
      const bytes = box("ftyp", brand, Buffer.alloc(4), "isom", Buffer.alloc(50));
      const refused = checkHead(bytes, "录音.mp4", ["mp4", "mov", "heic"]);
      expect(refused?.code).toBe("file.wrong_type");
      expect(JSON.stringify(refused)).toContain("其他媒体文件");
      expect(inspectHead(bytes, "录音.mp4")).toEqual((await inspect(bytes, "录音.mp4")).verdict);
    },
  );

  test("of a picture that is AVIF beneath a general brand are refused as well", () => {
    const bytes = box("ftyp", "mif1", Buffer.alloc(4), "mif1avif", Buffer.alloc(50));
    expect(checkHead(bytes, "照片.heic", ["heic"])?.code).toBe("file.wrong_type");
  });

  test("leave open what only the whole can tell", () => {
    expect(checkHead(Buffer.alloc(100), "小结.docx", ["docx"])).toBeNull();
    expect(checkHead(layXlsx(), "台账.xlsx", ["docx"])?.code).toBe("file.wrong_type");
  });
});
