import { defineTexts } from './define-texts.js'

/** The pages that testers install packages from. */
export const installTexts = defineTexts({
  'install.link': { en: 'Install page', zh: '安装页' },
  'install.linkOf': { en: 'Install page of {name}', zh: '{name} 的安装页' },
  'install.download': { en: 'Download {name} ({size})', zh: '下载 {name}（{size}）' },
  'install.install': { en: 'Install on this device', zh: '安装到此设备' },
  'install.qr': { en: 'QR code of this page, to open it on a phone', zh: '本页的二维码，用手机打开' },
  'install.scan': { en: 'Open it on the phone: scan this code.', zh: '用手机扫描二维码打开。' },
  'install.needsHttps': {
    en: 'iPhones install over https only: this agent is reached by http (http.publicUrl).',
    zh: 'iPhone 只能通过 https 安装：此代理的地址是 http（http.publicUrl）。'
  },
  'install.profile.enterprise': {
    en: 'Enterprise profile "{name}": any device of the company may install it.',
    zh: '企业描述文件 "{name}"：公司的任何设备都可以安装。'
  },
  'install.profile.ad-hoc': {
    en: 'Ad hoc profile "{name}": {count} {count#device|devices} may install it, and no other.',
    zh: 'Ad hoc 描述文件 "{name}"：仅 {count} 台设备可以安装。'
  },
  'install.profile.development': {
    en: 'Development profile "{name}": {count} {count#device|devices} may install it, and no other.',
    zh: '开发描述文件 "{name}"：仅 {count} 台设备可以安装。'
  },
  'install.profile.app-store': {
    en:
      'App Store profile "{name}": it comes from the store or TestFlight only and cannot be installed here.',
    zh: 'App Store 描述文件 "{name}"：只能从商店或 TestFlight 安装，无法在此安装。'
  },
  'install.profile.unread': {
    en: 'The file lies in a store elsewhere: whether a device may install it shows when it tries.',
    zh: '文件位于别处的存储中：设备能否安装，安装时才知道。'
  },
  'install.profile.none': {
    en: 'There is no provisioning profile in it that can be read: no device installs it.',
    zh: '其中没有可读的描述文件：任何设备都无法安装。'
  },
  'install.profile.over': {
    en: 'Its profile ended on {date}: no device installs it.',
    zh: '描述文件已于 {date} 到期：任何设备都无法安装。'
  },
  'install.devices': { en: 'Devices', zh: '设备' },
  'install.until': { en: 'This page works until {date}.', zh: '本页在 {date} 之前有效。' },
  'install.builds': { en: 'Last builds', zh: '最近的构建' },
  'install.build': { en: 'Build', zh: '构建' },
  'install.made': { en: 'Made', zh: '制作时间' },
  'install.this': { en: 'this one', zh: '当前' },
  'install.links': { en: 'Links for testers', zh: '给测试人员的链接' },
  'install.aboutLinks': {
    en: 'Whoever has a link may see this page and load this package, without signing in, until the link ' +
      'is over.',
    zh: '持有链接者无需登录即可查看本页并下载此安装包，直到链接失效。'
  },
  'install.days': { en: 'For how many days', zh: '有效天数' },
  'install.make': { en: 'Make a link', zh: '生成链接' },
  'install.revoke': { en: 'Take back', zh: '收回' },
  'install.revokeOf': { en: 'Take back the link of {by}', zh: '收回 {by} 的链接' },
  'install.madeBy': { en: 'made by {by}, until {date}', zh: '由 {by} 生成，有效至 {date}' }
})
