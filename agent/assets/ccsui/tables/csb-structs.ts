import type { NumberKind } from '../csd/csd-reading.js'

/** The inline structs of the csb format: members in the order in which they are stored. */
const structs: Record<string, Struct> = {
  RotationSkew: { member: 'float', members: ['rotationSkewX', 'rotationSkewY'] },
  Position: { member: 'float', members: ['x', 'y'] },
  Scale: { member: 'float', members: ['scaleX', 'scaleY'] },
  AnchorPoint: { member: 'float', members: ['scaleX', 'scaleY'] },
  Color: { member: 'byte', members: ['a', 'r', 'g', 'b'] },
  ColorVector: { member: 'float', members: ['vectorX', 'vectorY'] },
  FlatSize: { member: 'float', members: ['width', 'height'] },
  CapInsets: { member: 'float', members: ['x', 'y', 'width', 'height'] },
  BlendFunc: { member: 'int', members: ['src', 'dst'] },
  Vector2: { member: 'float', members: ['x', 'y'] },
  Vector3: { member: 'float', members: ['x', 'y', 'z'] }
}

export interface Struct {
  readonly member: NumberKind
  readonly members: readonly string[]
}

export const memberSize: Record<NumberKind, number> = { float: 4, byte: 1, int: 4 }

export function sizeOf ({ member, members }: Struct): number {
  return memberSize[member] * members.length
}

export function structNamed (name: string): Struct | undefined {
  return Object.hasOwn(structs, name) ? structs[name] : undefined
}
