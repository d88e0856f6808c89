/**
 * The cases of tusd's own suite (github.com/tus/tusd, pkg/handler, pkg/s3store) that apply here,
 * by their names. Each is the title of a test of tus.protocol*.test.ts, asked of the running server.
 *
 * Not asked, as it is not offered:
 * - TestConcat but its InvalidConcatHeaderFail, TestExpiration/Expired/FinishedPartialUploadFail and
 *   ConcatenationFail, s3store TestConcat…: no concatenation. That it is refused is asked.
 * - TestPatch/DeclareLength…, TestHead/DeferLengthHeader, s3store TestDeclareLength: a file's length is
 *   known when it is picked, and quota and room are checked by it. That Upload-Defer-Length is refused is asked.
 * - TestPost/ForwardHeaders/Respect…, RemoveDefaultPorts: Location is a path, so no address goes into it.
 * - TestGet, s3store TestGetReader, TestGetReaderNotFound: files are served by their own route. GET
 *   tells how the upload goes.
 * - TestTerminate/NotProvided; TestExpiration/NoExtensionDiscoveryWhenDisabled, IgnoredWhenDisabled,
 *   CreateWithHook…, CreateWithExpirationInPastFail, Notification; TestPatch/NotifyUploadProgress, StopUpload,
 *   TestCORS/CustomAllowedOrigin, CustomConfig, DefaultConfiguration, AppendHeaders; hooks_test, config_test,
 *   composer_test, context_test, idempotency_test; s3store …WithObjectPrefix: switches and hooks of a library.
 * - TestPatch/InterruptRequestHandling: a server that ends is asked by `npm run faults`, which ends one.
 * - …/ExperimentalProtocol: a draft beside tus 1.0.
 * - filestore, s3store TestEmptyUpload, TestNewUploadLargerMaxObjectSize, TestGetInfoNotFound, memorylocker,
 *   the part sizes of other limits than R2's: the same once more.
 */
import { expect, test } from "vitest";
import patch from "./tus.protocol.patch.test.ts?raw";
import store from "./tus.protocol.store.test.ts?raw";
import protocol from "./tus.protocol.test.ts?raw";

const CASES = [
  "TestOptions/Discovery",
  "TestOptions/InvalidVersion",
  "TestCORS/CustomForbiddenOrigin",
  "TestCORS/DisabledConfig",
  "TestPost/Create",
  "TestPost/CreateEmptyUpload",
  "TestPost/CreateExceedingMaxSizeFail",
  "TestPost/InvalidUploadLengthFail",
  "TestPost/UploadLengthAndUploadDeferLengthFail",
  "TestPost/NeitherUploadLengthNorUploadDeferLengthFail",
  "TestPost/InvalidUploadDeferLengthFail",
  "TestPost/ForwardHeaders/IgnoreXForwarded",
  "TestPost/ForwardHeaders/FilterForwardedProtocol",
  "TestPost/WithUpload/Create",
  "TestPost/WithUpload/CreateExceedingUploadSize",
  "TestPost/WithUpload/IncorrectContentType",
  "TestPost/WithUpload/UploadToFinalUpload",
  "TestConcat/Final/InvalidConcatHeaderFail",
  "TestParseMetadataHeader",
  "TestHead/Status",
  "TestHead/UploadNotFoundFail",
  "TestHead/NoDeferLengthHeader",
  "TestPatch/UploadChunk",
  "TestPatch/MethodOverriding",
  "TestPatch/UploadChunkToFinished",
  "TestPatch/UploadNotFoundFail",
  "TestPatch/MissmatchingOffsetFail",
  "TestPatch/ExceedingMaxSizeFail",
  "TestPatch/InvalidContentTypeFail",
  "TestPatch/InvalidOffsetFail",
  "TestPatch/OverflowWithoutLength",
  "TestPatch/Locker",
  "TestPatch/RequestUnlock",
  "TestPatch/BodyReadError",
  "TestTerminate/ExtensionDiscovery",
  "TestTerminate/Termination",
  "TestExpiration/ExtensionDiscovery",
  "TestExpiration/Create",
  "TestExpiration/CreateEmptyUploadWithoutExpiration",
  "TestExpiration/Status",
  "TestExpiration/Expired/StatusFail",
  "TestExpiration/Expired/PatchFail",
  "TestExpiration/Expired/DownloadFail",
  "TestExpiration/Expired/TerminationIsStillPossible",
  "TestExpiration/Expired/FinishedUploadIsStillServed",
  // s3store
  "TestNewUpload",
  "TestGetInfo",
  "TestGetInfoWithIncompletePart",
  "TestGetInfoFinished",
  "TestGetReaderNotFinished",
  "TestFinishUpload",
  "TestWriteChunk",
  "TestWriteChunkWriteIncompletePartBecauseTooSmall",
  "TestWriteChunkPrependsIncompletePart",
  "TestWriteChunkPrependsIncompletePartAndWritesANewIncompletePart",
  "TestWriteChunkAllowTooSmallLast",
  "TestWriteChunkCleansUpTempFiles",
  "TestPartProducerConsumesEntireReaderWithoutError",
  "TestPartProducerExitsWhenUnableToReadFromFile",
  "TestCalcOptimalPartSize",
  "TestTerminate",
  "TestTerminateWithErrors",
];

/** Names at the beginning of a title, in the test's own call or in the table of its rows. */
const TITLE = /(?<=[([]\s*)"(Test[A-Z]\w+(?:\/\w+)*)|(?<=, )"(Test[A-Z]\w+(?:\/\w+)+)(?="\])/g;

const listTitles = (source: string): string[] =>
  [...source.matchAll(TITLE)].map(([, name, further]) => name ?? further ?? "");

test("of tusd's cases at least 45 are asked", () => {
  expect(new Set(CASES).size).toBe(CASES.length);
  expect(CASES.length).toBeGreaterThanOrEqual(45);
});

test("each of them is a test, once, and no other test takes such a name", () => {
  const titles = [protocol, patch, store].flatMap(listTitles);
  expect(titles.sort()).toEqual([...CASES].sort());
});
