/** The next number of a sequence, evenly from 0 (included) to 1 (not included), with 53 random bits. */
export type Random = () => number;

const WORD = 2 ** 32;

/**
 * A sequence that looks random and is the same for the same seed (any whole number): xoshiro128** 1.1, Blackman
 * and Vigna, ACM Trans. Math. Softw. 47 (2021).
 */
export function randomFrom(seed: number): Random {
  const next = xoshiro128(stateOf(seed));
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}

/** Words of 32 bits, from a state that is not all 0. */
export function xoshiro128([a, b, c, d]: readonly [number, number, number, number]): () => number {
  let [s0, s1, s2, s3] = [a, b, c, d];
  return () => {
    const word = Math.imul(rotate(Math.imul(s1, 5), 7), 9) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotate(s3, 11);
    return word;
  };
}

const rotate = (word: number, by: number) => (word << by) | (word >>> (32 - by));

/** Seeds that are near lead to states that are not: Weyl steps, mixed as MurmurHash3 ends (Steele, Lea, Flood 2014). */
function stateOf(seed: number): [number, number, number, number] {
  const low = seed >>> 0;
  const high = Math.floor(seed / WORD) >>> 0;
  let step = low ^ mixed(high + 0x9e3779b9);
  const word = () => {
    step = (step + 0x9e3779b9) | 0;
    return mixed(step);
  };
  return [word(), word(), word(), word() | 1];
}

function mixed(word: number): number {
  let bits = word | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
