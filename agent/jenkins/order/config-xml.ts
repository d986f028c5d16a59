import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { escapeXml } from '../../formats/property-list-xml.js'
import { readXml } from '../../formats/xml-reader.js'
import type { XmlElement } from '../../formats/xml-element.js'

/** An element of a config.xml, to be changed. */
export interface ConfigElement {
  name: string
  attributes: Array<[name: string, value: string]>
  children: ConfigElement[]
  text: string
}

/** Throws JENKINS_ANSWER_INVALID. */
export function parseConfig (address: string, text: string): ConfigElement {
  try {
    return editable(readXml(address, Buffer.from(text), { keepText: true, limits: { depth: 2000 } }).root)
  } catch (error) {
    throw new PacklineError('JENKINS_ANSWER_INVALID', {
      what: address,
      method: 'GET',
      address,
      found: errorText(error)
    })
  }
}

export function writeConfig (root: ConfigElement): string {
  return `<?xml version='1.1' encoding='UTF-8'?>\n${written(root, '')}\n`
}

export function element (
  name: string,
  content: string | ConfigElement[] = '',
  attributes: Record<string, string> = {}
): ConfigElement {
  return {
    name,
    attributes: Object.entries(attributes),
    children: typeof content === 'string' ? [] : content,
    text: typeof content === 'string' ? content : ''
  }
}

export function childOf (parent: ConfigElement | undefined, ...path: string[]): ConfigElement | undefined {
  let found = parent
  for (const name of path) found = found?.children.find(each => each.name === name)
  return found
}

export function textAt (parent: ConfigElement | undefined, ...path: string[]): string {
  return childOf(parent, ...path)?.text.trim() ?? ''
}

export function attributeAt ({ attributes }: ConfigElement, name: string): string | undefined {
  return attributes.find(([each]) => each === name)?.[1]
}

/** Puts `text` at a path below `root`, and what is missing on the way. */
export function putText (root: ConfigElement, path: readonly string[], text: string): void {
  const place = madeAt(root, path)
  place.text = text
  place.children = []
}

export function madeAt (root: ConfigElement, path: readonly string[]): ConfigElement {
  let place = root
  for (const name of path) {
    const next = childOf(place, name) ?? element(name)
    if (!place.children.includes(next)) place.children.push(next)
    place = next
  }
  return place
}

export function replaceChild (parent: ConfigElement, child: ConfigElement): void {
  const index = parent.children.findIndex(({ name }) => name === child.name)
  if (index < 0) parent.children.push(child)
  else parent.children[index] = child
}

function editable ({ name, attributes, children, text }: XmlElement): ConfigElement {
  const pairs: Array<[string, string]> = []
  for (let index = 0; index < attributes.length; index += 2) {
    pairs.push([attributes[index] ?? '', attributes[index + 1] ?? ''])
  }
  return { name, attributes: pairs, children: children.map(editable), text }
}

function written ({ name, attributes, children, text }: ConfigElement, indent: string): string {
  const tag = [name, ...attributes.map(([each, value]) => `${each}="${attributeText(value)}"`)].join(' ')
  if (children.length === 0 && text === '') return `${indent}<${tag}/>`
  const inside = children.length === 0
    ? escapeXml(text)
    : `\n${children.map(child => written(child, `${indent}  `)).join('\n')}\n${indent}`
  return `${indent}<${tag}>${inside}</${name}>`
}

function attributeText (value: string): string {
  return escapeXml(value).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')
}
