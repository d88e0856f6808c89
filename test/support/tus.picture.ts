/** A branch that sends one small picture by tus: what the cases of the protocol begin with. */
import { makeJpg } from "./files";
import { buildMetadata, makeTusClient, type TusClient } from "./tus";
import { env, reset } from "./worker";
import { makeArtifact, makeDefinition, makeWorld, WORLD_NOW, type World } from "./world";

export const picture = makeJpg("picture", 3000);
export const total = picture.length;
/** The picture in two pieces. */
export const first = picture.slice(0, 1000);
export const rest = picture.slice(1000);

const METADATA = { artifact: "photos", filename: "会场.jpg" };
export const PHOTO = { "Upload-Metadata": buildMetadata(METADATA) };
export const LENGTH = { "Upload-Length": String(total) };

export interface PictureSender {
  world: World;
  tus: TusClient;
  /** A creation with the picture's metadata, unless the headers say other. */
  post(headers: Record<string, string>, body?: BodyInit): Promise<Response>;
  /** Announces the picture. @returns the path of its upload */
  create(): Promise<string>;
}

/** A clean database with one round that takes any number of pictures. */
export async function openPictureSender(): Promise<PictureSender> {
  await reset();
  const photos = makeArtifact("photos", { accepts: ["jpg"], maxFiles: 0 });
  const report = makeArtifact("report", { accepts: ["pdf"] });
  const world = await makeWorld({ definition: makeDefinition([photos, report]) });
  const tus = makeTusClient(world);
  return {
    world,
    tus,
    post: (headers, body) => tus.send("POST", tus.uploads, { ...PHOTO, ...headers }, body),
    create: () => tus.create(total, METADATA),
  };
}

/** SHA-256 of every stored file. */
export async function listHashes(): Promise<string[]> {
  const rows = env.DB.prepare("SELECT sha256 FROM files WHERE state = 'stored'");
  return (await rows.all<{ sha256: string }>()).results.map((one) => one.sha256);
}

export async function countUploads(): Promise<number> {
  return (await env.DB.prepare("SELECT COUNT(*) AS n FROM uploads").first<number>("n")) ?? 0;
}

/** UTC ISO. */
export const hoursLater = (hours: number): string =>
  new Date(Date.parse(WORLD_NOW) + hours * 3_600_000).toISOString();
