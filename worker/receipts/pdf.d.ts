/** The parts of yoga-layout its loader takes apart; the build maps these names to files of the package. */
declare module "yoga-layout/factory" {
  interface YogaFactoryOptions {
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance) => void,
    ): WebAssembly.Exports;
  }
  export default function loadFactory(options: YogaFactoryOptions): Promise<unknown>;
}
declare module "yoga-layout/wrap" {
  export default function wrapAssembly(assembly: unknown): unknown;
}
declare module "yoga-layout/enums" {}

declare module "fontkit" {
  export interface Font {
    unitsPerEm: number;
    ascent: number;
    descent: number;
    layout(text: string): { advanceWidth: number };
    hasGlyphForCodePoint(codePoint: number): boolean;
    getGlyph(id: number, codePoints?: number[]): unknown;
    /** Glyphs made so far by id; private to fontkit. */
    _glyphs: Record<number, unknown>;
  }
  export function create(bytes: Uint8Array): Font;
}
