import t from 'tap'
import { BinaryXml } from '../../formats/android/binary-xml.js'
import { androidValue, plainValue } from '../../formats/android/manifest-element.js'
import type { ManifestElement } from '../../formats/android/manifest-element.js'
import { manifestOf } from '../testing/made-manifest.js'
import type { MadeElement } from '../testing/made-manifest.js'
import { editManifest } from './edit-manifest.js'
import type { EditedManifest, ManifestEdit } from './edit-manifest.js'

const launcher: MadeElement = {
  name: 'intent-filter',
  children: [
    { name: 'action', android: { name: 'android.intent.action.MAIN' } },
    { name: 'category', android: { name: 'android.intent.category.LAUNCHER' } }
  ]
}

const edited = (edit: ManifestEdit, application: Omit<MadeElement, 'name'> = {}): EditedManifest =>
  editManifest(manifestOf({ application }), edit, refused => new Error(`${refused.what} ${refused.value}`))

const rootOf = ({ bytes }: EditedManifest): ManifestElement => new BinaryXml(bytes).root

/** Name and one attribute of every element below. */
function walk (root: ManifestElement): ManifestElement[] {
  return [root, ...root.children.flatMap(walk)]
}

t.test('version, build, label and meta-data change, and nothing else does', async t => {
  const application: Omit<MadeElement, 'name'> = {
    android: { label: { resource: 0x7f01_0001 } },
    children: [
      {
        name: 'activity',
        android: { name: '.Main', label: { resource: 0x7f01_0001 } },
        children: [launcher]
      },
      { name: 'activity', android: { name: '.Other', label: 'Other' } },
      { name: 'activity-alias', android: { name: '.Alias' }, children: [launcher] },
      { name: 'meta-data', android: { name: 'CHANNEL', resource: { resource: 0x7f02_0001 } } },
      { name: 'meta-data', android: { name: 'OLD', value: 'x' } }
    ]
  }
  const root = rootOf(edited({
    version: '1.5.0',
    build: 8,
    label: '另一个游戏',
    metaData: { CHANNEL: 'google', OLD: null, NEW: 7, FLAG: true }
  }, application))
  t.equal(androidValue(root, 'versionName'), '1.5.0')
  t.equal(androidValue(root, 'versionCode'), 8)
  t.equal(plainValue(root, 'package'), 'com.example.game')
  const elements = walk(root)
  const labels = elements.flatMap(each => {
    const label = androidValue(each, 'label')
    return label === undefined ? [] : [[each.name, androidValue(each, 'name'), label]]
  })
  t.strictSame(labels, [
    ['application', undefined, '另一个游戏'],
    ['activity', '.Main', '另一个游戏'],
    ['activity', '.Other', 'Other']
  ])
  const data = elements.filter(({ name }) => name === 'meta-data')
  t.strictSame(data.map(each => [androidValue(each, 'name'), androidValue(each, 'value')]), [
    ['CHANNEL', 'google'],
    ['NEW', 7],
    ['FLAG', true]
  ])
  t.equal(androidValue(data[0]!, 'resource'), undefined)
})

t.test('another package name keeps the classes, and takes along what a device holds once', async t => {
  const old = 'com.example.game'
  const application: Omit<MadeElement, 'name'> = {
    android: { name: 'App', taskAffinity: `${old}.task`, process: ':main' },
    children: [
      {
        name: 'activity',
        android: { name: '.Main', permission: `${old}.permission.OPEN`, process: `${old}:x` }
      },
      { name: 'activity-alias', android: { name: 'org.other.Alias', targetActivity: '.Main' } },
      { name: 'provider', android: { name: '.Files', authorities: `${old}.files;shared.example` } },
      {
        name: 'receiver',
        android: { name: '.Push' },
        children: [{
          name: 'intent-filter',
          children: [
            { name: 'action', android: { name: `${old}.PUSH` } },
            { name: 'category', android: { name: old } }
          ]
        }]
      }
    ]
  }
  const edit = { package: 'com.partner.game', providers: { 'shared.example': 'shared.partner' } }
  const result = edited(edit, application)
  t.strictSame(result.renamed, { from: old, to: 'com.partner.game' })
  const root = rootOf(result)
  t.equal(plainValue(root, 'package'), 'com.partner.game')
  const values = walk(root).flatMap(({ attributes }) =>
    attributes.map(({ name, value }) => `${name} ${String(value)}`)
  )
  for (
    const expected of [
      `name ${old}.App`,
      'taskAffinity com.partner.game.task',
      'process :main',
      `name ${old}.Main`,
      'permission com.partner.game.permission.OPEN',
      'process com.partner.game:x',
      'name org.other.Alias',
      `targetActivity ${old}.Main`,
      'authorities com.partner.game.files;shared.partner',
      `name ${old}.PUSH`,
      'name com.partner.game'
    ]
  ) t.ok(values.includes(expected), expected)
  t.match(result.told.join('\n'), /action name com\.example\.game\.PUSH stays as it is/)
  t.match(result.told.join('\n'), /authorities .* became com\.partner\.game\.files;shared\.partner/)
})

t.test('what cannot go along is refused by its name', async t => {
  const provider = (authorities: string | { resource: number }): Omit<MadeElement, 'name'> => ({
    children: [{ name: 'provider', android: { name: '.P', authorities } }]
  })
  t.throws(() => edited({ package: 'a.b' }, provider('of.another')), /^authorities of\.another$/)
  t.throws(() => edited({ package: 'a.b' }, provider({ resource: 0x7f01_0002 })), /authorities/)
  t.doesNotThrow(() => edited({ package: 'com.example.game' }, provider('of.another')), 'it keeps its name')
})
