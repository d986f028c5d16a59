import { attributeOf } from '../../../formats/xml-element.js'
import type { XmlElement } from '../../../formats/xml-element.js'
import type { SourceText } from '../../../formats/source-text.js'
import { errorAt } from './studio-xml.js'

/**
 * Studio 2.0 named a timeline by its frames only; the nodes are as in later ones. A csd that 2.1 to 2.3 saved
 * again has both names side by side.
 */
const propertyOfFrames: Readonly<Record<string, string>> = {
  PositionFrame: 'Position',
  ScaleFrame: 'Scale',
  RotationSkewFrame: 'RotationSkew',
  AnchorFrame: 'AnchorPoint',
  ColorFrame: 'CColor',
  TextureFrame: 'FileData',
  EventFrame: 'FrameEvent',
  VisibleFrame: 'VisibleForFrame',
  ZOrderFrame: 'ZOrder'
}

/** The animation of a csd of Studio 2.0 as later ones have it. Throws CCSUI_OLD_TIMELINE. */
export function animationOfStudio20 (animation: XmlElement, source: SourceText): XmlElement {
  return { ...animation, children: animation.children.flatMap(child => timelinesOf(child, source)) }
}

function timelinesOf (timeline: XmlElement, source: SourceText): XmlElement[] {
  if (timeline.name !== 'Timeline' || attributeOf(timeline, 'Property') !== undefined) return [timeline]
  const frameType = attributeOf(timeline, 'FrameType') ?? ''
  const property = Object.hasOwn(propertyOfFrames, frameType) ? propertyOfFrames[frameType] : undefined
  if (property === undefined) throw errorAt(source, timeline.offset, 'CCSUI_OLD_TIMELINE', { frameType })
  const named = withAttribute(timeline, 'Property', property)
  const alphas = property === 'CColor' ? timeline.children.flatMap(alphaFrame) : []
  if (alphas.length === 0) return [named]
  return [named, { ...withAttribute(timeline, 'Property', 'Alpha'), children: alphas }]
}

/** A colour came with its alpha, which has a timeline of its own since. */
function alphaFrame (frame: XmlElement): XmlElement[] {
  const alpha = attributeOf(frame, 'Alpha')
  return alpha === undefined
    ? []
    : [{ ...withAttribute(frame, 'Value', alpha), name: 'IntFrame', children: [] }]
}

function withAttribute (element: XmlElement, name: string, value: string): XmlElement {
  return { ...element, attributes: [...element.attributes, name, value] }
}
