import { defineTexts } from './define-texts.js'

/** Packages and hot updates. */
export const packageTexts = defineTexts({
  'package.noVersion': { en: 'version', zh: '版本' },
  'package.noBuild': { en: 'build number', zh: '构建号' },
  'command.packagePlan': {
    en: 'Show the rows of packages, how each is made and why',
    zh: '列出各安装包行、其制作方式与原因'
  },
  'command.packageBuild': {
    en: 'Make the packages of all targets, platforms and channels',
    zh: '制作所有目标、平台与渠道的安装包'
  },
  'command.packageVerify': {
    en: 'Check packages: structure, signature, channel',
    zh: '检查安装包：结构、签名、渠道'
  },
  'command.packageShow': {
    en: 'Show what a package says of itself: version, label, processors, signature',
    zh: '显示安装包自述的信息：版本、名称、处理器架构、签名'
  },
  'option.verifyStore': {
    en: 'What this store refuses is an error, too: play',
    zh: '该商店会拒绝的内容也视为错误：play'
  },
  'command.hotupdateBuild': { en: 'Publish content as a hot-update version', zh: '以热更新版本发布内容' },
  'command.hotupdateRollback': {
    en: 'Give players of a native version old content again, under a higher version',
    zh: '让某个原生版本的玩家以更高的版本号重新得到旧内容'
  },
  'command.hotupdateVerify': {
    en: 'Replay updates from every earlier version and compare every byte',
    zh: '重放从每个旧版本的更新并逐字节比较'
  },
  'command.hotupdateReport': {
    en: 'Show what a player on each of the last versions would download',
    zh: '显示各旧版本玩家需要下载的字节数'
  },
  'option.appVersion': { en: 'Version, for example 1.4.0', zh: '版本，例如 1.4.0' },
  'option.buildNumber': { en: 'Build number', zh: '构建号' },
  'option.row': {
    en: 'Only rows that match this glob, for example formal/android/*',
    zh: '只处理与此通配符匹配的行，例如 formal/android/*'
  },
  'package.noChangelog': { en: 'The release has no changelog: {reason}', zh: '该发布没有更改日志：{reason}' },
  'option.buildParameter': {
    en: 'A value for these packages only, over what is set',
    zh: '仅用于这些包的参数值，优先于已设置的值'
  },
  'option.jobs': { en: 'Rows made at once', zh: '同时制作的行数' },
  'option.publicKey': {
    en: 'public key of Ed25519 in PEM that signed the config document in the channel stamp',
    zh: '为渠道信息中的配置文档签名的 Ed25519 公钥（PEM）'
  },
  'option.verifyPackages': {
    en: 'Also check every signed APK with apksigner',
    zh: '并用 apksigner 检查每个已签名的 APK'
  },
  'option.hotupdateTarget': {
    en: 'Only this target',
    zh: '只处理此目标'
  },
  'option.rollbackTo': {
    en: 'Earlier version whose content players get again',
    zh: '让玩家重新得到其内容的旧版本'
  },
  'option.rollbackVersion': {
    en: 'Version that it gets (default: the next one of the line)',
    zh: '它得到的版本号（默认：该线的下一个）'
  },
  'option.hotupdateRelease': {
    en: 'The release that it belongs to, which records it; needs --why',
    zh: '所属的发布，并登记到该发布；需要 --why'
  },
  'option.native': {
    en: 'The app version that it is for; default: its release, or the highest recorded one not above it',
    zh: '适用的原生版本；默认为所属发布的版本，或不高于它的最高登记版本'
  },
  'option.contentOf': {
    en: 'Publish the content of this earlier version again (a rollback)',
    zh: '重新发布此旧版本的内容（回退）'
  },
  'option.moveUrl': {
    en: 'The address changed on purpose; the old one stays served',
    zh: '地址有意更改；旧地址继续提供'
  },
  'option.lastVersions': { en: 'How many earlier versions', zh: '多少个旧版本' },
  'option.record': {
    en: 'Record what was made in the registry of releases; needs --why',
    zh: '把制作结果记入发布登记；需要 --why'
  },
  'package.kept': {
    en: 'Kept {sent} new files, {kept} were there already: {place}',
    zh: '已保存 {sent} 个新文件，{kept} 个已存在：{place}'
  },
  'package.failureNotTold': {
    en: 'The failure could not be written into the history, so the team is not told: {reason}',
    zh: '无法将失败记入历史，团队不会收到通知：{reason}'
  },
  'package.recorded': { en: 'Recorded in release {release}', zh: '已记入发布 {release}' },
  'package.progress': {
    en: '{done} of {total} rows, {failed} failed; now: {current} ({seconds} s)',
    zh: '{total} 行中已完成 {done} 行，失败 {failed} 行；当前：{current}（{seconds} 秒）'
  },
  'package.planned': {
    en: '{rows} rows: {reuse} reused, {copy} copied, {stamp} stamped, {repack} repacked, {build} by a ' +
      'build command, {none} that cannot be made; about {estimate} s',
    zh: '共 {rows} 行：重用 {reuse}，复制 {copy}，写渠道 {stamp}，重打包 {repack}，外部构建 {build}，' +
      '无法制作 {none}；约 {estimate} 秒'
  },
  'package.way.reuse': { en: 'reuse', zh: '重用' },
  'package.way.copy': { en: 'copy', zh: '复制' },
  'package.way.stamp': { en: 'stamp', zh: '写渠道' },
  'package.way.repack': { en: 'repack', zh: '重打包' },
  'package.way.build': { en: 'build', zh: '外部构建' },
  'package.way.none': { en: 'cannot', zh: '无法制作' },
  'package.ended.made': { en: '{row}: {file} ({size})', zh: '{row}：{file}（{size}）' },
  'package.ended.reused': {
    en: '{row}: {file} ({size}), as it was',
    zh: '{row}：{file}（{size}），沿用原有'
  },
  'package.rowCount': { en: '{count} rows', zh: '{count} 行' },
  'package.moreRows': { en: '… {count} more', zh: '… 另外 {count} 个' },
  'package.proposal': {
    en:
      '{platform}: {withStamp} signatures in place of {signatures} would do with "config": { "in": "stamp" }',
    zh: '{platform}：使用 "config": { "in": "stamp" } 只需签名 {withStamp} 次，而非 {signatures} 次'
  },
  'package.done': {
    en: '{made} {made#package|packages} made, {reused} reused, {failed} failed in {seconds} s',
    zh: '制作 {made} 个安装包，重用 {reused} 个，失败 {failed} 个，用时 {seconds} 秒'
  },
  'package.unsigned': { en: '{row}: unsigned ({reason})', zh: '{row}：未签名（{reason}）' },
  'package.warning.certificateExpired': {
    en: 'warning: {rows} {rows#package|packages} {rows#is|are} signed by {signing}, whose certificate ' +
      'is over since {date}: stores ' +
      'may refuse it',
    zh: '警告：{rows} 个安装包由 {signing} 签名，其证书已于 {date} 过期，商店可能拒绝'
  },
  'package.warning.sourceStampLost': {
    en: 'warning: {rows} {rows#package|packages} {rows#lacks|lack} the source stamp of {baseline}: it ' +
      'does not fit a new signature',
    zh: '警告：{rows} 个安装包没有 {baseline} 的 source stamp：它与新签名不符'
  },
  'package.warning.hardeningMended': {
    en: 'warning: {rows} {rows#package|packages}: hardening left this, and it was put right: {rules}',
    zh: '警告：{rows} 个安装包：加固后存在以下问题，已修复：{rules}'
  },
  'package.plannedHardening': {
    en: '{packages#package is|packages are} hardened before signatures: {packages}, {kept} of them kept ' +
      'from before; about {estimate} s',
    zh: '签名前加固 {packages} 个安装包，其中 {kept} 个沿用以前的结果；约 {estimate} 秒'
  },
  'package.hardened': {
    en: 'A package of {platform} was hardened in {seconds} s; what the tool said: {log}',
    zh: '{platform} 的一个安装包已加固，用时 {seconds} 秒；工具的输出：{log}'
  },
  'hardening.field': { en: '{field} is {is}, and was {was}', zh: '{field} 现为 {is}，原为 {was}' },
  'hardening.added': { en: 'it added {element} {name}', zh: '添加了 {element} {name}' },
  'hardening.gone': { en: 'it removed {element} {name}', zh: '删除了 {element} {name}' },
  'hardening.changed': { en: 'it changed {element} {name}', zh: '改动了 {element} {name}' },
  'hardening.entryGone': { en: 'it left out {entry}', zh: '缺少 {entry}' },
  'hardening.entryChanged': { en: 'it changed {entry}', zh: '改动了 {entry}' },
  'hardening.more': { en: '{count} more', zh: '另外 {count} 项' },
  'package.configsUnsigned': {
    en:
      'warning: the config documents in {rows} channel stamps are not signed: whoever has the package can ' +
      'change its addresses. Name a key in packages.configKey.',
    zh:
      '警告：{rows} 个渠道信息中的配置文档没有签名，得到安装包的人可以改动其中的地址。请在 packages.configKey 中指定密钥。'
  },
  'package.config.verified': {
    en: '{file}: the config document in its stamp is as it was signed',
    zh: '{file}：渠道信息中的配置文档与签名时一致'
  },
  'package.config.unverified': {
    en: '{file}: the config document in its stamp is signed; --public-key FILE checks it',
    zh: '{file}：渠道信息中的配置文档已签名；可用 --public-key FILE 检查'
  },
  'package.config.unsigned': {
    en: 'warning: {file}: the config document in its stamp is not signed',
    zh: '警告：{file}：渠道信息中的配置文档没有签名'
  },
  'package.findings': {
    en: '{count} of the packages: {finding}',
    zh: '{count} 个安装包：{finding}'
  },
  'package.repaired': {
    en: '{count} of the packages: repaired, the baseline has it: {finding}',
    zh: '{count} 个安装包：已修复，基线中存在：{finding}'
  },
  'package.show.apk': {
    en: '{file}: Android package {id}, version {version} ({build})',
    zh: '{file}：Android 安装包 {id}，版本 {version}（{build}）'
  },
  'package.show.aab': {
    en: '{file}: Android app bundle {id}, version {version} ({build})',
    zh: '{file}：Android App Bundle {id}，版本 {version}（{build}）'
  },
  'package.show.ipa': {
    en: '{file}: iOS package {id}, version {version} ({build})',
    zh: '{file}：iOS 安装包 {id}，版本 {version}（{build}）'
  },
  'package.show.label': { en: 'label', zh: '名称' },
  'package.show.sdk': { en: 'API level', zh: 'API 级别' },
  'package.show.sdkRange': {
    en: 'at least {minSdk}, made for {targetSdk}',
    zh: '最低 {minSdk}，目标 {targetSdk}'
  },
  'package.show.system': { en: 'lowest system', zh: '最低系统' },
  'package.show.abis': { en: 'processors', zh: '处理器架构' },
  'package.show.anyAbi': { en: 'all (no native libraries)', zh: '全部（没有原生库）' },
  'package.show.extracted': {
    en: '{abis}; libraries are unpacked at installation',
    zh: '{abis}；安装时解压原生库'
  },
  'package.show.mapped': { en: '{abis}; libraries stay in the package', zh: '{abis}；原生库留在安装包内' },
  'package.show.flags': { en: 'for tests', zh: '测试用' },
  'package.show.debuggable': { en: 'debuggable', zh: '可调试' },
  'package.show.testOnly': { en: 'test only', zh: '仅供测试（testOnly）' },
  'package.show.debugSigned': { en: 'signed by a debug key', zh: '由调试密钥签名' },
  'package.show.split': { en: 'split', zh: '拆分' },
  'package.show.certificate': { en: 'certificate', zh: '证书' },
  'package.show.earlierCertificate': { en: 'rotated from', zh: '轮换前证书' },
  'package.show.channel': { en: 'channel', zh: '渠道' },
  'package.show.extension': { en: 'extension', zh: '扩展' },
  'package.show.program': { en: '{id} {version} ({build}), {path}', zh: '{id} {version}（{build}），{path}' },
  'package.failed': { en: '{row}: {reason} [{code}]', zh: '{row}：{reason} [{code}]' },
  'package.verified': {
    en: '{file}: {entries} entries, signatures {signatures}, channel {channel}',
    zh: '{file}：{entries} 个条目，签名 {signatures}，渠道 {channel}'
  },
  'package.verifiedManifest': {
    en: '{file}: {entry} agrees with {assets} assets of the package',
    zh: '{file}：{entry} 与包内的 {assets} 个资源一致'
  },
  'hotupdate.done': {
    en: '{target}: {version} published, {files} {files#file|files}, {changed} changed since {previous}',
    zh: '{target}：已发布 {version}，{files} 个文件，自 {previous} 起更改 {changed} 个'
  },
  'hotupdate.unchanged': {
    en: '{target}: {version} was published with this content already',
    zh: '{target}：{version} 已以此内容发布'
  },
  'hotupdate.rolledBack': {
    en: '{target} {native}: {version} brings back {contentOf} in place of {before}, at {places} places',
    zh: '{target} {native}：{version} 恢复 {contentOf} 的内容，取代 {before}，共 {places} 个位置'
  },
  'hotupdate.verified': {
    en: '{target}: {updates} {updates#update|updates} to {version} replayed, {files} {files#file|files} ' +
      'compared',
    zh: '{target}：已重放 {updates} 次到 {version} 的更新，比较 {files} 个文件'
  },
  'hotupdate.reportLine': {
    en: '{target} {from} → {to}: {files} {files#file|files}, {size}{delta}',
    zh: '{target} {from} → {to}：{files} 个文件，{size}{delta}'
  },
  'hotupdate.withDeltas': { en: '; {size} with deltas', zh: '；使用差分 {size}' }
})
