import type { Field, TableValue, Value } from '../tables/table-model.js'
import { isTable, listFrom, valueAt } from '../tables/table-values.js'

/** An element of a csd that is written again. */
export interface WrittenElement {
  name: string
  attributes: Map<string, string>
  children: WrittenElement[]
}

export function elementNamed (
  name: string,
  attributes: ReadonlyArray<readonly [string, string]> = []
): WrittenElement {
  return { name, attributes: new Map(attributes), children: [] }
}

/**
 * Says in `element` what the fields of a table were read from: each plan is read the other way round. What a
 * plan cannot say is in `inverses`.
 */
export function describeTable (element: WrittenElement, { table, values }: TableValue): void {
  for (const field of table.fields) {
    const value = valueAt(values, field.index)
    if (value !== null) describeField(element, table.name, field, value)
  }
}

function describeField (element: WrittenElement, table: string, field: Field, value: Value): void {
  const { plan, resources: [resource] } = field
  const [name = ''] = plan.names
  const set = (attribute: string, own: Value, fallback: Value | undefined): void => {
    // Two fields may be read from one attribute with another default each: only what differs says something.
    if (attribute === '' || own === fallback) return
    const target = plan.child === '' ? element : childNamed(element, plan.child)
    target.attributes.set(attribute, attributeText(own))
  }
  switch (plan.op) {
    case 'string':
    case 'bool':
    case 'int':
    case 'float':
    case 'byte':
      set(name, value, plan.fallback)
      break
    case 'choice':
      if (value !== 0) set(name, [...plan.choices].find(([, number]) => number === value)?.[0] ?? '', '')
      break
    case 'member':
    case 'struct':
      plan.names.forEach((member, index) => {
        set(member, valueAt(listFrom(value), index), plan.fallback[index])
      })
      break
    case 'block':
      if (isTable(value)) describeTable(element, value)
      break
    case 'run':
      if (resource !== undefined) describeResource(element, resource.element, value)
      else inverses[`${table}.${field.name}`]?.(element, value)
      break
    case 'none':
  }
}

/** What was computed from an element. A scale-9 size is the size again. */
const inverses: Readonly<Record<string, ((element: WrittenElement, value: Value) => void) | undefined>> = {
  'LoadingBarOptions.direction': (element, value) => {
    element.attributes.set('ProgressType', value === 0 ? 'Left_To_Right' : 'Right_To_Left')
  },
  'UserCameraOptions.cameraFlag': (element, value) => {
    element.attributes.set('CameraFlagData', attributeText(value))
  },
  'UserCameraOptions.skyBoxEnabled': (element, value) => {
    element.attributes.set('SkyBoxEnabled', attributeText(value))
  },
  'GameNode3DOption.skyBoxEnabled': (element, value) => {
    element.attributes.set('SkyBoxEnabled', attributeText(value))
  }
}

function childNamed (element: WrittenElement, name: string): WrittenElement {
  const known = element.children.find(child => child.name === name)
  if (known !== undefined) return known
  const made = elementNamed(name)
  element.children.push(made)
  return made
}

/** A file: of ResourceData, of an armature, or the csb that a node holds. */
function describeResource (element: WrittenElement, name: string, value: Value): void {
  const [path, plist, type] = isTable(value)
    ? value.table.name === 'ResourceData' ? value.values : [value.values[1], '', 0]
    : [String(value).replace(/\.csb$/, '.csd'), '', 0]
  const [file, sheet] = [String(path ?? ''), String(plist ?? '')]
  if (file === '' && sheet === '' && type === 0) return
  const child = childNamed(element, name)
  const isModel = isTable(value) && /^(?:Sprite3D|Particle3D)/.test(element.attributes.get('ctype') ?? '')
  const isDefault = type === 0 && (file.startsWith('Default/') || isModel)
  child.attributes.set('Type', isDefault ? 'Default' : type === 1 && !isModel ? 'MarkedSubImage' : 'Normal')
  child.attributes.set('Path', file)
  child.attributes.set('Plist', sheet)
}

/** Numbers with the fewest digits that give them again. */
export function attributeText (value: Value): string {
  if (value === true || value === false) return value ? 'True' : 'False'
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value)
  const single = Math.fround(value)
  for (let digits = 1; digits < 10; digits++) {
    const short = Number(single.toPrecision(digits))
    if (Math.fround(short) === single) return String(short)
  }
  return String(single)
}

export function writeElement ({ name, attributes, children }: WrittenElement, indent = ''): string {
  const own = [...attributes].map(([key, value]) => ` ${key}="${escaped(value)}"`).join('')
  if (children.length === 0) return `${indent}<${name}${own} />\n`
  return `${indent}<${name}${own}>\n${
    children.map(child => writeElement(child, `${indent}  `)).join('')
  }${indent}</${name}>\n`
}

/** Tabs and ends of lines as references, which no reader rewrites. */
function escaped (text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, each => `&#x${each.charCodeAt(0).toString(16).toUpperCase()};`)
}
