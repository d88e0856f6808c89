/**
 * CRC-32 of two runs of bytes joined, from the CRC-32 of each and the length of the second:
 * appending a zero bit is a linear map over GF(2), and squaring it doubles the zeros.
 */
export function combineCrc32(first: number, second: number, secondBytes: number): number {
  let odd = buildOneZeroBit();
  let even = square(odd); // two zero bits
  odd = square(even); // four
  let crc = first;
  for (let rest = secondBytes; rest > 0; rest = Math.floor(rest / 2)) {
    even = square(odd);
    if (rest % 2 === 1) crc = multiply(even, crc);
    odd = even;
  }
  return (crc ^ second) >>> 0;
}

const POLYNOMIAL = 0xedb88320;

function buildOneZeroBit(): Uint32Array {
  const matrix = new Uint32Array(32);
  matrix[0] = POLYNOMIAL;
  for (let n = 1; n < 32; n++) matrix[n] = 1 << (n - 1);
  return matrix;
}

function multiply(matrix: Uint32Array, vector: number): number {
  let sum = 0;
  for (let n = 0, rest = vector >>> 0; rest !== 0; n++, rest >>>= 1) {
    if ((rest & 1) === 1) sum ^= matrix[n] ?? 0;
  }
  return sum >>> 0;
}

const square = (matrix: Uint32Array): Uint32Array =>
  Uint32Array.from(matrix, (column) => multiply(matrix, column));
