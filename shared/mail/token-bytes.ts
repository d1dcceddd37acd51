/** Generated ids are 26 characters after their prefix: 135 bits at most, in 17 bytes. */
const ID_BYTES = 17;

/** Packs the parts of a link token, to keep links short. Read back in the same order by `ByteReader`. */
export class ByteWriter {
  readonly #bytes: number[] = [];

  /** A whole number from 0, 7 bits a byte. */
  number(value: number): this {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('a link holds whole numbers from 0');
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) this.#bytes.push((rest % 0x80) | 0x80);
    this.#bytes.push(rest);
    return this;
  }

  text(value: string): this {
    const utf8 = Buffer.from(value);
    this.number(utf8.length);
    this.#bytes.push(...utf8);
    return this;
  }

  /** A generated id: its prefix is known to both sides and left out. */
  id(prefix: string, value: string): this {
    const digits = value.slice(prefix.length);
    if (!value.startsWith(prefix) || !/^[0-9a-z]{26}$/.test(digits)) {
      throw new RangeError(`a link holds ids such as ${prefix} and 26 letters or digits`);
    }
    let number = 0n;
    for (const digit of digits) number = number * 36n + BigInt(Number.parseInt(digit, 36));
    for (let byte = ID_BYTES - 1; byte >= 0; byte--) {
      this.#bytes.push(Number((number >> BigInt(8 * byte)) & 0xffn));
    }
    return this;
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** Throws a RangeError when there is less to read than asked for. */
export class ByteReader {
  #at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  number(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 0x80) {
      const byte = this.#take(1)[0] ?? 0;
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
    }
  }

  text(): string {
    return Buffer.from(this.#take(this.number())).toString();
  }

  id(prefix: string): string {
    let number = 0n;
    for (const byte of this.#take(ID_BYTES)) number = (number << 8n) | BigInt(byte);
    return prefix + number.toString(36).padStart(26, '0');
  }

  get hasMore(): boolean {
    return this.#at < this.#bytes.length;
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new RangeError('more bytes than expected');
  }

  #take(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.length) throw new RangeError('fewer bytes than expected');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}
