import { attributeOf } from '../../../formats/xml-element.js'
import type { XmlElement } from '../../../formats/xml-element.js'

/**
 * The child element of that name; when there are several, their attributes together, the later ones winning.
 */
export function childOf (element: XmlElement, name: string): XmlElement | undefined {
  let found: XmlElement | undefined
  for (const child of element.children) {
    if (child.name === name) found = found === undefined ? child : merge(found, child)
  }
  return found
}

/** A child element together with the earlier ones of its name. */
export function mergedChild ({ children }: XmlElement, own: XmlElement): XmlElement {
  let earlier: XmlElement | undefined
  for (const child of children) {
    if (child === own) break
    if (child.name === own.name) earlier = earlier === undefined ? child : merge(earlier, child)
  }
  return earlier === undefined ? own : merge(earlier, own)
}

function merge (first: XmlElement, second: XmlElement): XmlElement {
  const attributes = [...second.attributes]
  for (let index = 0; index < first.attributes.length; index += 2) {
    const [name = '', ...value] = first.attributes.slice(index, index + 2)
    if (attributeOf(second, name) === undefined) attributes.push(name, ...value)
  }
  return { ...second, attributes, children: [...first.children, ...second.children] }
}
