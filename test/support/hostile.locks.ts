/** Dictionaries of locks as another program (pypdf 6.19) made them: against change alone, and against reading. */
export interface LockSample {
  method: string;
  revision: number;
  bits: number;
  id: string;
  /** Owner and user strings in hex: with an empty password to open, and with one. */
  open: [owner: string, user: string];
  shut: [owner: string, user: string];
}

export const LOCK_SAMPLES: readonly LockSample[] = [
  {
    method: "RC4-40",
    revision: 2,
    bits: 40,
    id: "2023604e568beb3995a81595be009997",
    open: [
      "59aebc0b228d02a1dd1afd7be52ad249afdc6fd71ef9234a49bfa56eb72c801a",
      "a99d01125940f7e2637ff859f8f51a0e895d397d58b1df5b0c3cbffa19136961",
    ],
    shut: [
      "1073917dd3b6d6aecc90f2491a9e85be7bf3674fe091ab1a0e8d8cbfdfd61704",
      "2a4aa6aa4ca9e4ad2e471e3d80d7fe81eff0f546ccb7d8aaa93931d5ecba45fe",
    ],
  },
  {
    method: "RC4-128",
    revision: 3,
    bits: 128,
    id: "2023604e568beb3995a81595be009997",
    open: [
      "65fbeeb76e4691b7dc4babe5b911ce87196f39d0cfda0f00920838327413a714",
      "99b1bf4e9efdc01a9ed2351a589cb57c28bf4e5e4e758a4164004e56fffa0108",
    ],
    shut: [
      "2c26c3c19f7d45b8cdc1a4d746a59970cd40314831b28750d53a11e31ce9300a",
      "1ead3195a2cac8bdcf77a5f81252e12e28bf4e5e4e758a4164004e56fffa0108",
    ],
  },
  {
    method: "AES-128",
    revision: 4,
    bits: 128,
    id: "2023604e568beb3995a81595be009997",
    open: [
      "65fbeeb76e4691b7dc4babe5b911ce87196f39d0cfda0f00920838327413a714",
      "99b1bf4e9efdc01a9ed2351a589cb57c28bf4e5e4e758a4164004e56fffa0108",
    ],
    shut: [
      "2c26c3c19f7d45b8cdc1a4d746a59970cd40314831b28750d53a11e31ce9300a",
      "1ead3195a2cac8bdcf77a5f81252e12e28bf4e5e4e758a4164004e56fffa0108",
    ],
  },
  {
    method: "AES-256 of 2008",
    revision: 5,
    bits: 256,
    id: "2023604e568beb3995a81595be009997",
    open: [
      "398b9ab0c5191bc13e748595bfb9b10b000617bb2e40084f6907112af3b13d262b674f84d0fd8a1ec6666648aa45ea8b",
      "48d34977f581d401479abdeadf02b4987e1272ad5a3234f5f2eb8e31279cf5dd9fbb2e268e43febe4250c2541c78f88f",
    ],
    shut: [
      "4dead77c714fdcfab00ae4ed5879a53780be65d9681850f990cc3c4187deed1bc51e2178fc533b6777e60fdf8642cad0",
      "f35bad1e5c0c99cf6aa58c81fa56d1b8dc89fd4bb722710ec79eb07edf70c2f68a5920a7c2910eacbadea50227634292",
    ],
  },
  {
    method: "AES-256",
    revision: 6,
    bits: 256,
    id: "2023604e568beb3995a81595be009997",
    open: [
      "443dd35e4d968b99711291d1c3d3f90d867157e852acf0593509dd5e78aa47276ccc2978c3a117230e4c992f6bd45b17",
      "b3419386b36daa21a51aeca96f08faf3048fe50be142c90fe4262ba0dfc6262bc8f8197a458fb3fd6cffcf614cc6e6f3",
    ],
    shut: [
      "898fa23f0d442cc3675fdcd5b5f918f2f2d09e7c2f0605a559220132f00d2a2033503e79e4513543f26967a8bab79ed3",
      "2c3f78a854d9eaddcf9b110baed401a727b846dcfcac8f4c3f26c98f12906b7abd92bd42c5f7a3d6d201de18da7ccd21",
    ],
  },
];

const octal = (hex: string) =>
  hex.replace(/../g, (byte) => `\\${Number.parseInt(byte, 16).toString(8).padStart(3, "0")}`);

/** The lock's dictionary, and what the trailer says of it; strings in hex or as escaped letters. */
export function layLock(
  sample: LockSample,
  shut: boolean,
  literal = false,
): { lock: string; trailer: string } {
  const write = (hex: string) => (literal ? `(${octal(hex)})` : `<${hex}>`);
  const [owner, user] = shut ? sample.shut : sample.open;
  const { revision, bits } = sample;
  const version = [0, 0, 1, 2, 4, 5, 5][revision];
  return {
    lock: `<< /Filter /Standard /V ${version} /R ${revision} /Length ${bits} /P 4294967292 /O ${write(owner)} /U ${write(user)} >>`,
    trailer: `/Encrypt 10 0 R /ID [ ${write(sample.id)} ${write(sample.id)} ]`,
  };
}
