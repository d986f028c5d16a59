/**
 * A csb read by offsets alone, for checking ours: the rules of FlatBuffers in thirty lines, slots as the
 * engine's own schema (CSParseBinary.fbs) numbers them, nothing of our tables.
 */
export class PlainTable {
  readonly #view: DataView
  readonly #at: number

  constructor (bytes: Uint8Array, at?: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#at = at ?? this.#view.getUint32(0, true)
  }

  int (slot: number, fallback = 0): number {
    const at = this.#field(slot)
    return at === 0 ? fallback : this.#view.getInt32(at, true)
  }

  byte (slot: number, fallback = 0): number {
    const at = this.#field(slot)
    return at === 0 ? fallback : this.#view.getUint8(at)
  }

  float (slot: number): number {
    const at = this.#field(slot)
    return at === 0 ? 0 : this.#view.getFloat32(at, true)
  }

  /** The members of an inline struct. */
  floats (slot: number, count: number): number[] {
    const at = this.#field(slot)
    return Array.from({ length: count }, (_, index) => this.#view.getFloat32(at + index * 4, true))
  }

  bytes (slot: number, count: number): number[] {
    const at = this.#field(slot)
    return Array.from({ length: count }, (_, index) => this.#view.getUint8(at + index))
  }

  text (slot: number): string {
    return this.#textAt(this.#target(this.#field(slot)))
  }

  table (slot: number): PlainTable {
    return this.#tableAt(this.#target(this.#field(slot)))
  }

  tables (slot: number): PlainTable[] {
    return this.#elements(slot).map(at => this.#tableAt(this.#target(at)))
  }

  texts (slot: number): string[] {
    return this.#elements(slot).map(at => this.#textAt(this.#target(at)))
  }

  has (slot: number): boolean {
    return this.#field(slot) !== 0
  }

  #elements (slot: number): number[] {
    const start = this.#target(this.#field(slot))
    return Array.from({ length: this.#view.getUint32(start, true) }, (_, index) => start + 4 + index * 4)
  }

  #textAt (at: number): string {
    const length = this.#view.getUint32(at, true)
    return Buffer.from(this.#view.buffer, this.#view.byteOffset + at + 4, length).toString('utf8')
  }

  #tableAt (at: number): PlainTable {
    return new PlainTable(new Uint8Array(this.#view.buffer, this.#view.byteOffset, this.#view.byteLength), at)
  }

  #target (at: number): number {
    return at + this.#view.getUint32(at, true)
  }

  /** Where a slot's value lies; 0 when the table leaves it out. */
  #field (slot: number): number {
    const vtable = this.#at - this.#view.getInt32(this.#at, true)
    const position = 4 + slot * 2
    if (position >= this.#view.getUint16(vtable, true)) return 0
    const offset = this.#view.getUint16(vtable + position, true)
    return offset === 0 ? 0 : this.#at + offset
  }
}
