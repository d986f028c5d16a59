import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import t from 'tap'
import { binaryXmlOf, manifestOf } from '../../packaging/testing/made-manifest.js'
import type { MadeElement } from '../../packaging/testing/made-manifest.js'
import { BinaryXml } from './binary-xml.js'
import { BinaryXmlEditor } from './edit-binary-xml.js'
import { attributeIds } from './manifest-element.js'
import type { AttributeName, ManifestElement, ManifestValue } from './manifest-element.js'
import { ResourceTable } from './resource-table.js'

/** An element with all that it holds, as plain data. */
function plain ({ name, attributes, children }: ManifestElement): object {
  return {
    name,
    attributes: attributes.map(each => [each.resourceId, each.namespace === '' ? each.name : '', each.value]),
    children: children.map(plain)
  }
}

const key = (name: AttributeName) => ({ name, resourceId: attributeIds[name] })
const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const attributeName = fc.constantFrom(...Object.keys(attributeIds) as AttributeName[])
const value: fc.Arbitrary<ManifestValue> = fc.oneof(
  text,
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.boolean(),
  fc.integer({ min: 0x7f01_0000, max: 0x7f0f_ffff }).map(resource => ({ resource }))
)
const { element } = fc.letrec<{ element: MadeElement }>(tie => ({
  element: fc.record({
    name: fc.constantFrom('manifest', 'application', 'activity', 'meta-data'),
    android: fc.dictionary(attributeName, value, { maxKeys: 5, noNullPrototype: true }),
    plain: fc.dictionary(fc.constantFrom('package', 'split', 'label'), text, {
      maxKeys: 2,
      noNullPrototype: true
    }),
    children: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant<MadeElement[]>([]),
      fc.array(tie('element'), { maxLength: 3 })
    )
  })
}))

t.test('what was read is written as it was, and an edit changes what it names only', async t => {
  fc.assert(
    fc.property(
      element,
      attributeName,
      fc.oneof(text, fc.integer({ min: 0, max: 99 }), fc.boolean()),
      fc.boolean(),
      (
        made,
        name,
        given,
        isUtf8
      ) => {
        const bytes = binaryXmlOf(made, { isUtf8 })
        t.equal(new BinaryXmlEditor(bytes).bytes(), bytes)
        const before = plain(new BinaryXml(bytes).root)

        const editor = new BinaryXmlEditor(bytes)
        const had = editor
          .document
          .root
          .attributes
          .find(each => each.resourceId === attributeIds[name])
          ?.value
        editor.set(editor.document.root, key(name), given)
        const { root } = new BinaryXml(editor.bytes())
        t.strictSame(root.attributes.find(each => each.resourceId === attributeIds[name])?.value, given)
        const ids = root.attributes.map(({ resourceId }) => resourceId).filter(id => id !== 0)
        t.strictSame(
          ids,
          ids.toSorted((a, b) => a - b),
          'in the order of their ids, as Android looks for them'
        )

        const back = new BinaryXmlEditor(editor.bytes())
        const restored = back.document.root
        if (had === undefined) back.remove(restored, key(name))
        else if (typeof had !== 'object') back.set(restored, key(name), had)
        else return
        const added = back.add(restored, 'meta-data')
        back.set(added, key('name'), 'x')
        t.strictSame(new BinaryXml(back.bytes()).root.children.at(-1)?.attributes[0]?.value, 'x')
        back.removeElement(restored, added)
        t.strictSame(plain(new BinaryXml(back.bytes()).root), before)
      }
    ),
    { numRuns: 150 }
  )
})

t.test('a file that Android makes itself comes out as it was', {
  skip: existsSync('/usr/share/android-framework-res/framework-res.apk')
    ? false
    : 'android-framework-res is missing (Debian: android-framework-res)'
}, async t => {
  const entries = unzipSync(readFileSync('/usr/share/android-framework-res/framework-res.apk'), {
    filter: ({ name }) => /^(AndroidManifest\.xml|resources\.arsc|res\/layout\/a.*\.xml)$/.test(name)
  })
  let seen = 0
  for (const [name, content] of Object.entries(entries)) {
    const bytes = Buffer.from(content)
    if (!name.endsWith('.xml')) continue
    const editor = new BinaryXmlEditor(bytes)
    const { root } = editor.document
    const before = plain(root)
    // An attribute that none has is put in and taken out again: everything is written anew.
    editor.set(root, key('zygotePreloadName'), 'x')
    editor.remove(root, key('zygotePreloadName'))
    t.strictSame(plain(new BinaryXml(editor.bytes()).root), before, name)
    seen++
  }
  t.ok(seen > 10)
  const [android] = new ResourceTable(Buffer.from(entries['resources.arsc'] ?? [])).packages
  t.match(android, { id: 1, name: 'android' })
})

t.test('whatever bytes a file has, reading ends with a value or a reason', async t => {
  const whole = manifestOf({ application: { android: { label: 'x' }, children: [{ name: 'activity' }] } })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 6
      }),
      changes => {
        const bytes = Buffer.from(whole)
        for (const [at, byte] of changes) bytes[at] = byte
        try {
          plain(new BinaryXml(bytes).root)
        } catch (error) {
          t.ok(error instanceof Error)
          t.notMatch(error, TypeError)
        }
      }
    ),
    { numRuns: 500 }
  )
})
