package cn.heyan.core

import java.security.GeneralSecurityException
import java.security.SecureRandom
import java.util.concurrent.ConcurrentHashMap
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** A key store of the JVM's own cipher, as a phone's hardware would be: one AES key an alias. */
class MemoryKeys : KeyProvider {
    val keys = ConcurrentHashMap<String, SecretKey>()
    private val random = SecureRandom()

    override fun wrap(alias: String, key: ByteArray, create: Boolean): ByteArray {
        val own = if (create) keys.getOrPut(alias) { KeyGenerator.getInstance("AES").apply { init(256) }.generateKey() } else keys[alias]
        val nonce = ByteArray(NONCE).also(random::nextBytes)
        val cipher = Cipher.getInstance("AES/GCM/NoPadding")
        cipher.init(Cipher.ENCRYPT_MODE, own ?: throw HeyanException.KeyGone(), GCMParameterSpec(TAG_BITS, nonce))
        return nonce + cipher.doFinal(key)
    }

    override fun unwrap(alias: String, wrapped: ByteArray): ByteArray {
        val cipher = Cipher.getInstance("AES/GCM/NoPadding")
        val nonce = GCMParameterSpec(TAG_BITS, wrapped, 0, NONCE)
        cipher.init(Cipher.DECRYPT_MODE, keys[alias] ?: throw HeyanException.KeyGone(), nonce)
        try {
            return cipher.doFinal(wrapped, NONCE, wrapped.size - NONCE)
        } catch (changed: GeneralSecurityException) {
            throw HeyanException.BadArgument("wrapped by another key")
        }
    }

    override fun forget(alias: String) {
        keys.remove(alias)
    }

    private companion object {
        const val NONCE = 12
        const val TAG_BITS = 128
    }
}

/** What a key store does that was never written for: it throws something that no signature names. */
class ThrowingKeys : KeyProvider {
    override fun wrap(alias: String, key: ByteArray, create: Boolean): ByteArray = error("no hardware here")
    override fun unwrap(alias: String, wrapped: ByteArray): ByteArray = error("no hardware here")
    override fun forget(alias: String): Unit = error("no hardware here")
}
