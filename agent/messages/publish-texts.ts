import { defineTexts } from './define-texts.js'

/** Publishing, and removing what is published. */
export const publishTexts = defineTexts({
  'release.samePackages': {
    en: '{count} {count#package holds|packages hold} the same in both',
    zh: '两者的 {count} 个包内容相同'
  },
  'release.origin.file': { en: 'file', zh: '项目文件' },
  'release.origin.operator': { en: 'operator', zh: '操作者' },
  'release.origin.changed': { en: 'changed', zh: '已更改' },
  'release.change.added': { en: 'added', zh: '新增' },
  'release.change.removed': { en: 'removed', zh: '移除' },
  'release.change.changed': { en: 'changed', zh: '有改动' },
  'signature.signed': { en: 'signed', zh: '已签名' },
  'signature.unsigned': { en: 'unsigned', zh: '未签名' },
  'signature.none': { en: 'none', zh: '无' },
  'release.pending': {
    en: 'Not finished: {deed}: {why}. Run "packline release repair".',
    zh: '未完成：{deed}：{why}。请运行 "packline release repair"。'
  },
  'command.releasePublish': {
    en: 'Hand a release to where it is served: a folder, a server that takes PUT, or a command after --',
    zh: '将发布交付到提供下载的位置：目录、支持 PUT 的服务器，或 -- 之后的命令'
  },
  'command.releasePrune': {
    en: 'Remove what no target holds, no undo needs and nobody is about to deliver: packages and hot updates',
    zh: '清理没有目标持有、撤销不需要、也不会再交付的内容：安装包和热更新'
  },
  'option.pruneKeep': {
    en: "So many of the newest stay, of each target's releases and of each line's hot updates",
    zh: '保留最新的若干个：每个目标的发布，以及每条线的热更新'
  },
  'option.pruneDays': { en: 'What is younger stays', zh: '保留此天数以内的内容' },
  'option.pruneApply': {
    en: 'Do it; without this it is only told what would go',
    zh: '实际执行；不加此项则只列出将清理的内容'
  },
  'release.prunable': {
    en: '{place}: {files} {files#file|files} would go ({size})',
    zh: '{place}：将清理 {files} 个文件（{size}）'
  },
  'release.pruned': {
    en: '{place}: {files} {files#file|files} removed ({size})',
    zh: '{place}：已清理 {files} 个文件（{size}）'
  },
  'release.pruneSkipped': {
    en: '{place}: nothing removed; it does not tell which files it holds',
    zh: '{place}：未清理；该位置不提供文件列表'
  },
  'option.publishTarget': { en: 'The target whose packages are published', zh: '发布哪个目标的安装包' },
  'option.publishFiles': {
    en: 'The folder that the packages were built in; without it they come from the artifact store',
    zh: '安装包的构建目录；省略时从制品库取回'
  },
  'option.publishFetch': {
    en: 'Beside a hot update: the packages, too, from the artifact store',
    zh: '在发布热更新的同时，也从制品库取回并发布包'
  },
  'option.publishHotUpdate': {
    en: 'A folder with a hot update, which goes along, its manifests last',
    zh: '随附的热更新目录，清单文件最后发布'
  },
  'option.publishFolder': { en: 'Publish into this folder', zh: '发布到该目录' },
  'option.publishPlace': {
    en: 'Publish to a place that releases were published to before, as "release status" names it',
    zh: '发布到以前用过的位置，名称见 "release status"'
  },
  'option.publishUrl': { en: 'Publish below this address with PUT', zh: '用 PUT 发布到该地址' },
  'option.publishToken': { en: 'Where the bearer token is read from', zh: '读取令牌的位置' },
  'option.publishCdn': {
    en: 'Address that a content delivery network serves this place at; what a delivery changes is refreshed',
    zh: 'CDN 提供该位置内容的地址；交付更改的内容会被刷新'
  },
  'option.publishCdnKey': {
    en: 'Names a secret ACCESS_KEY_ID:SECRET of Aliyun, in place of its environment variables',
    zh: '指定阿里云密钥 ACCESS_KEY_ID:SECRET 的来源，代替其环境变量'
  },
  'option.publishCdnCommand': {
    en: 'Program that refreshes in place of the API of Aliyun; it gets JSON on its standard input',
    zh: '代替阿里云 API 执行刷新的程序；其标准输入为 JSON'
  },
  'option.publishVariable': {
    en: 'A variable of the environment that the command gets besides the usual ones',
    zh: '命令除常用变量外还能得到的环境变量'
  }
})
