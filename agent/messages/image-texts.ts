import { defineTexts } from './define-texts.js'

/** What is said of container images. */
export const imageTexts = defineTexts({
  'command.imagePlan': {
    en: 'Which container images would be built, and why',
    zh: '哪些容器镜像需要构建，以及原因'
  },
  'command.imageBuild': {
    en: 'Build container images whose inputs changed, push them by digest and record them',
    zh: '构建输入有变化的容器镜像，按摘要推送并记录'
  },
  'command.imageList': {
    en: 'Container images that were built, or what was built of one',
    zh: '已构建的容器镜像，或某个镜像的各次构建'
  },
  'command.imagePrune': {
    en: 'Remove old images from the registry: never those of releases, sites or tags of others',
    zh: '从仓库清理旧镜像：发布、站点或他人标签所用的除外'
  },
  'command.imagePin': {
    en: 'Ask the registry for the digests of base images, and write them into packline.json',
    zh: '向仓库查询基础镜像的摘要，并写入 packline.json'
  },
  'command.imageBom': {
    en: 'The bill of materials of an image, as CycloneDX JSON',
    zh: '镜像的物料清单（CycloneDX JSON）'
  },
  'option.imageArgument': {
    en: 'The value of a declared build argument; no secrets',
    zh: '已声明的构建参数的值；不得为机密'
  },
  'option.imageVersion': {
    en: "The version that it is built for; the project file's when left out",
    zh: '所构建的版本；默认取项目文件中的版本'
  },
  'option.imageBuild': { en: 'The build number', zh: '构建号' },
  'option.imageCommit': {
    en: 'The commit or revision, where git cannot tell it',
    zh: '提交或修订号，用于 git 无法得知的情况'
  },
  'option.imageRebuild': {
    en: 'Build although nothing changed, as for new packages of the base image',
    zh: '没有变化也构建，例如为了获取基础镜像的新软件包'
  },
  'option.imageRecord': {
    en: 'Make the images a part of the release of this version and build; needs --why',
    zh: '将镜像记录为该版本和构建号的发布的一部分；需要 --why'
  },
  'option.imageDryRun': { en: 'Only tell what would go', zh: '只列出将清理的内容' },
  'option.imageDigest': {
    en: 'The build that is meant; default: the last one',
    zh: '指定的构建；默认为最近一次'
  },
  'image.waiting': {
    en: 'Another command works with the images of this machine; waiting for it…',
    zh: '本机的另一条命令正在处理镜像，请稍候…'
  },
  'image.none': { en: 'The project has no images.', zh: '项目没有镜像。' },
  'image.unchanged': {
    en: '{image}: nothing changed since {digest} was built.',
    zh: '{image}：自构建 {digest} 以来没有变化。'
  },
  'image.building': { en: '{image}: building, since {why}.', zh: '{image}：正在构建，原因：{why}。' },
  'image.built': {
    en: '{image}: pushed {reference} ({size}, {packages} {packages#package|packages} inside).',
    zh: '{image}：已推送 {reference}（{size}，含 {packages} 个软件包）。'
  },
  'image.recorded': { en: 'The release {release} has {images}.', zh: '发布 {release} 包含 {images}。' },
  'image.pinned': { en: '{base} is {digest}.', zh: '{base} 为 {digest}。' },
  'image.alreadyPinned': {
    en: '{image}: all its base images are as they were.',
    zh: '{image}：所有基础镜像均无变化。'
  },
  'image.pruned': {
    en: '{image}: {count} old {count#image|images} removed.',
    zh: '{image}：已清理 {count} 个旧镜像。'
  },
  'image.wouldPrune': {
    en: '{image}: {count} old {count#image|images} would go.',
    zh: '{image}：将清理 {count} 个旧镜像。'
  },
  'image.kept': {
    en: '{image}: {digest} stays, since the tag {tag} names it.',
    zh: '{image}：标签 {tag} 指向 {digest}，予以保留。'
  },
  'image.never': { en: 'never', zh: '从未' },
  'image.column.image': { en: 'Image', zh: '镜像' },
  'image.column.state': { en: 'State', zh: '状态' },
  'image.column.why': { en: 'Why', zh: '原因' },
  'image.column.built': { en: 'Built', zh: '构建时间' },
  'image.column.digest': { en: 'Digest', zh: '摘要' },
  'image.column.tags': { en: 'Tags', zh: '标签' },
  'image.column.size': { en: 'Size', zh: '大小' },
  'image.column.packages': { en: 'Packages', zh: '软件包' },
  'image.column.commit': { en: 'Commit', zh: '提交' },
  'image.state.unchanged': { en: 'unchanged', zh: '无变化' },
  'image.state.build': { en: 'would be built', zh: '将构建' }
})
