/**
 * A value of Apple's property lists. A dict is a Map, which keeps any key as it is and in order; an integer
 * that a number cannot hold is a bigint. null and Uid stand in binary lists only.
 */
export type PropertyListValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | Uint8Array
  | Uid
  | PropertyListValue[]
  | Map<string, PropertyListValue>

/** A reference between objects in archives of Apple's. */
export class Uid {
  readonly value: number

  constructor (value: number) {
    this.value = value
  }
}
