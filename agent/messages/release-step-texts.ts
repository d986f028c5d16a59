import { defineTexts } from './define-texts.js'

/** What is done next with a release, on pages. */
export const releaseStepTexts = defineTexts({
  'release.step.submit': { en: 'Submit for review', zh: '提审' },
  'release.step.publish': { en: 'Publish', zh: '发布到位置' },
  'release.step.uploads': { en: 'Upload to stores', zh: '上传到商店' },
  'publish.title': { en: 'Publish {release}', zh: '发布 {release}' },
  'publish.intro': {
    en: 'The bytes lie where they can be loaded from then on; players see no difference before it is ' +
      'submitted, delivered or flipped.',
    zh: '此后文件位于可供下载的位置；在提审、交付或切换之前，玩家看不到变化。'
  },
  'publish.noPlace': {
    en: 'Nothing of this project was published yet. The first time, name the place on a machine that ' +
      'reaches it: "packline release publish".',
    zh: '该项目还没有发布过。第一次请在能访问发布位置的机器上指定："packline release publish"。'
  },
  'publish.mayNot': {
    en: 'It takes the role release in this project.',
    zh: '需要本项目的 release 角色。'
  },
  'publish.place': { en: 'Place', zh: '位置' },
  'publish.what': { en: 'What', zh: '内容' },
  'publish.what.packages': { en: 'Packages', zh: '安装包' },
  'publish.what.hotUpdate': { en: 'The last hot update of the checkout', zh: '检出中最新的热更新' },
  'publish.what.both': {
    en: 'Packages, and the last hot update of the checkout',
    zh: '安装包，以及检出中最新的热更新'
  },
  'publish.planFirst': {
    en: 'Shows every file with its size. Nothing is sent yet.',
    zh: '显示每个文件及其大小，暂不发送。'
  },
  'send.from': { en: 'From', zh: '来源' },
  'send.kept': { en: 'the store that keeps packages', zh: '保存安装包的制品库' },
  'send.checkout': { en: 'the checkout on this machine', zh: '本机的检出' },
  'uploads.title': { en: '{release} at app stores', zh: '{release} 在应用商店' },
  'uploads.new': { en: 'Upload', zh: '上传' },
  'uploads.none': {
    en: 'The project file names no app stores: packages.appStores.',
    zh: '项目文件没有配置应用商店：packages.appStores。'
  },
  'uploads.noPackage': {
    en: 'No package of the release is one that {store} takes.',
    zh: '该发布没有 {store} 接收的安装包。'
  },
  'uploads.track': { en: 'Track', zh: '轨道' },
  'uploads.percent': { en: 'Share of players, percent', zh: '玩家比例（%）' },
  'uploads.shareWanted': { en: 'percent above 0 and up to 100', zh: '大于 0、不超过 100 的百分比' },
  'uploads.notes': { en: 'News for players', zh: '给玩家的更新说明' },
  'uploads.languages': {
    en: 'Several languages: <en-US>…</en-US> <zh-CN>…</zh-CN>',
    zh: '多种语言：<en-US>…</en-US> <zh-CN>…</zh-CN>'
  },
  'uploads.planFirst': {
    en: 'Tries everything that leaves no trace in the store, and asks before it uploads.',
    zh: '先尝试不会在商店中留下痕迹的步骤，上传前会再次询问。'
  },
  'uploads.rollout': { en: 'Rollout at {store}:', zh: '{store} 的分阶段发布：' },
  'uploads.change': { en: 'Change', zh: '操作' },
  'uploads.change.percent': { en: 'to another share', zh: '改为另一比例' },
  'uploads.change.halt': { en: 'halt: nobody more gets it', zh: '暂停：不再有新玩家得到它' },
  'uploads.change.resume': { en: 'go on with the share of before', zh: '按之前的比例继续' },
  'uploads.doChange': { en: 'Go on', zh: '继续' },
  'uploads.haltAtOnce': {
    en: 'A halt is done at once, and needs a reason; a share is tried first.',
    zh: '暂停会立即执行并需要原因；修改比例会先试运行。'
  },
  'submit.title': { en: 'Submit {release} for review', zh: '{release} 提审' },
  'submit.intro': {
    en: 'The target then gives this version and build to everybody whose client is of them. Upload ' +
      'the package to the store yourself, or on the page of uploads.',
    zh: '此后该目标把这个版本和构建交给所有使用它的客户端。安装包请自行上传到商店，或在上传页面上传。'
  },
  'submit.nowhere': {
    en: 'It has packages at no target yet: make them and publish them first.',
    zh: '它在任何目标都还没有安装包：请先制作并发布。'
  },
  'submit.places': { en: 'Players see the difference at:', zh: '玩家会在以下位置看到变化：' },
  'submit.do': { en: 'Submit it', zh: '提交审核' },
  'submit.mayNot': {
    en: 'Submitting takes the role release in this project.',
    zh: '提审需要本项目的 release 角色。'
  }
})
