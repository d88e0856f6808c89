import { describe, expect, test } from "vitest";
import type { FileType } from "../../schemas/artifact";
import { problemSentence } from "../../schemas/problem";
import { checkFileName } from "../../worker/files/file.name.rules";

const DOCUMENTS: readonly FileType[] = ["docx", "pdf"];
const PHOTOS: readonly FileType[] = ["jpg", "png", "heic"];
const refuse = (name: string, accepted = DOCUMENTS, declared = "") =>
  checkFileName(name, declared, accepted)?.code ?? null;

describe("before a byte is sent", () => {
  test.each(["材料.rar", "材料.7z", "材料.ZIP", "材料.tar.gz"])("%s is to be unpacked first", (name) => {
    const told = checkFileName(name, "", ["docx", "doc", "jpg", "png"]);
    expect(told?.code).toBe("file.archive");
    if (told === null) return;
    expect(problemSentence(told)).toBe("压缩包请解压后再传，这里可以交：Word、照片。");
    expect(problemSentence(told, "en")).toBe(
      "Unpack the archive and send what is in it; accepted here: Word, photos.",
    );
  });

  test.each([
    ["小结.exe", "file.dangerous"],
    ["小结.html", "file.dangerous"],
    ["图.svg", "file.dangerous"],
    ["录音.mp3", "file.wrong_type"],
    ["录音.m4a", "file.wrong_type"],
    ["录音.caf", "file.wrong_type"],
    ["会议.mp4", "file.wrong_type"],
    ["照片.jpg", "file.wrong_type"],
  ])("%s is refused where documents are asked", (name, code) => {
    expect(refuse(name)).toBe(code);
  });

  test("a document is refused where photos alone are asked", () => {
    expect(refuse("小结.docx", PHOTOS)).toBe("file.wrong_type");
    expect(refuse("会议.heif", PHOTOS)).toBeNull();
  });

  test.each(["小结.doc", "小结.wps", "小结.xls", "小结", "小结.2026", "小结.tmp", ""])(
    "%s passes, as its bytes may be what is asked",
    (name) => {
      expect(refuse(name)).toBeNull();
    },
  );

  test("a sound is refused where films are asked", () => {
    for (const name of ["录音.m4a", "新录音.CAF", "录音.amr"])
      expect(refuse(name, ["mp4", "mov"])).toBe("file.wrong_type");
  });

  test("a declared type counts where the name has no ending", () => {
    expect(refuse("会议", DOCUMENTS, "video/mp4")).toBe("file.wrong_type");
    expect(refuse("小结.docx", DOCUMENTS, "video/mp4")).toBeNull();
    expect(refuse("小结", DOCUMENTS, "application/octet-stream")).toBeNull();
  });
});
