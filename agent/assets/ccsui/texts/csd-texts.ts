import { createHash } from 'node:crypto'
import { attributeOf } from '../../../formats/xml-element.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import { classNameOf } from '../classes/node-classes.js'
import { childOf } from '../csd/merged-elements.js'

/** A text that a node shows. */
export interface CsdText {
  /** The names of the nodes down to it; the second of a name among its siblings ends in #2. */
  node: string
  /** The attribute that holds it. */
  field: string
  /** Font and size, for who translates. */
  font: string
  text: string
}

/** Where a text stands in its csd. */
type TextPlace = Pick<CsdText, 'node' | 'field'>

const label = ['LabelText']
/** The attributes with texts; the pictures of a TextAtlas know no other characters. */
const fieldsOfClass: Readonly<Record<string, readonly string[]>> = {
  Text: label,
  Label: label,
  TextArea: label,
  TextBMFont: label,
  LabelBMFont: label,
  Button: ['ButtonText'],
  TextButton: ['ButtonText'],
  TextField: ['LabelText', 'PlaceHolderText'],
  TextFieldEx: ['LabelText', 'PlaceHolderText'],
  RichText: ['XmlDefinition']
}
const headerFields = ['TitleText']

/** The texts of a csd's nodes, in their order. */
export function textsOf (root: XmlElement): CsdText[] {
  const texts: CsdText[] = []
  visit(root, stepOf(root), (element, node, fields) => {
    for (const field of fields) {
      const text = attributeOf(element, field)
      if (isForPeople(text)) texts.push({ node, field, font: fontOf(element), text })
    }
  })
  return texts
}

/** The same nodes with other texts. */
export function withTexts (
  root: XmlElement,
  textAt: (place: TextPlace) => string | undefined
): XmlElement {
  const changed = new Map<XmlElement, readonly string[]>()
  visit(root, stepOf(root), (element, node, fields) => {
    const attributes = [...element.attributes]
    for (let index = 0; index < attributes.length; index += 2) {
      const field = attributes[index] ?? ''
      if (!fields.includes(field) || !isForPeople(attributes[index + 1])) continue
      attributes[index + 1] = textAt({ node, field }) ?? attributes[index + 1] ?? ''
    }
    changed.set(element, attributes)
  })
  return copyOf(root, changed)
}

/** Stands for a source text. The letter keeps a spreadsheet from reading a number. */
export function checkOf (source: string): string {
  return `t${createHash('sha256').update(source).digest('hex').slice(0, 10)}`
}

type Visit = (element: XmlElement, node: string, fields: readonly string[]) => void

function visit (element: XmlElement, path: string, each: Visit): void {
  const className = classNameOf(attributeOf(element, 'ctype'))
  if (className === 'TabItem') {
    const header = childOf(element, 'Header')
    const own = element.children.find(child => child === header)
    if (own !== undefined) each(own, `${path}/Header`, headerFields)
  }
  const fields = Object.hasOwn(fieldsOfClass, className) ? fieldsOfClass[className] : undefined
  // The text of a localised node is a key that the game looks up.
  if (fields !== undefined && attributeOf(element, 'IsLocalized') !== 'True') each(element, path, fields)
  const counts = new Map<string, number>()
  for (const list of element.children) {
    if (list.name !== 'Children') continue
    for (const child of list.children) {
      const step = stepOf(child)
      const count = (counts.get(step) ?? 0) + 1
      counts.set(step, count)
      visit(child, `${path}/${step}${count === 1 ? '' : `#${count}`}`, each)
    }
  }
}

/** A node's name, else its class. What parts and counts steps is escaped, so that no two paths are alike. */
function stepOf (element: XmlElement): string {
  const name = attributeOf(element, 'Name')
  const step = name === undefined || name === '' ? classNameOf(attributeOf(element, 'ctype')) : name
  return step.replace(/[\\/#]/g, '\\$&')
}

/** Figures and signs are the same in every language. */
function isForPeople (text: string | undefined): text is string {
  return text !== undefined && /\p{L}/u.test(text)
}

function fontOf (element: XmlElement): string {
  const resource = childOf(element, 'FontResource') ?? childOf(element, 'LabelBMFontFile_CNB')
  const path = resource === undefined ? '' : attributeOf(resource, 'Path') ?? ''
  const name = path === '' ? attributeOf(element, 'FontName') ?? '' : path
  return [name, attributeOf(element, 'FontSize') ?? ''].filter(part => part !== '').join(' ')
}

function copyOf (element: XmlElement, changed: ReadonlyMap<XmlElement, readonly string[]>): XmlElement {
  return {
    ...element,
    attributes: changed.get(element) ?? element.attributes,
    children: element.children.map(child => copyOf(child, changed))
  }
}
