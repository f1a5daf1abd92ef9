package cn.heyan.app.shell

/** Where in [text] the character number [position] begins: the core counts characters, Kotlin counts UTF-16. */
fun offsetOf(text: String, position: UInt): Int {
    val most = text.codePointCount(0, text.length)
    return text.offsetByCodePoints(0, minOf(position.toLong(), most.toLong()).toInt())
}
