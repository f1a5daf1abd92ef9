plugins {
    id("com.android.application") version "8.13.0"
    kotlin("android") version "2.2.20"
}

/** What `cargo xtask android --ndk` and `cargo xtask bindings` left there. */
val made = rootProject.file("../target")

android {
    namespace = "cn.heyan.app"
    compileSdk = 36
    defaultConfig {
        applicationId = "cn.heyan.app"
        minSdk = 26
        targetSdk = 36
        versionCode = 1
        versionName = "0.1.0"
        ndk { abiFilters += listOf("arm64-v8a", "x86_64") }
    }
    sourceSets["main"].apply {
        kotlin.srcDirs("src/main/kotlin", "../core/src/main/kotlin", made.resolve("bindings/kotlin"))
        jniLibs.srcDirs(made.resolve("android/jniLibs"))
        assets.srcDirs("src/main/assets", made.resolve("android/assets"))
    }
    buildTypes {
        release {
            isMinifyEnabled = true
            proguardFiles(getDefaultProguardFile("proguard-android-optimize.txt"), "proguard.pro")
        }
    }
    // Models are mapped into memory once they are copied out: packed a second time they would only take longer.
    androidResources { noCompress += listOf("onnx", "so") }
    // ONNX Runtime is loaded by its path: it must lie there as a file.
    packaging { jniLibs { useLegacyPackaging = true } }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
}

kotlin { jvmToolchain(17) }

/** The models of `cargo xtask setup` as assets. */
val models = tasks.register<Copy>("models") {
    from(rootProject.file("../models/pack")) { include("*.onnx", "*.txt") }
    into(made.resolve("android/assets/pack"))
}
tasks.named("preBuild") { dependsOn(models) }

dependencies {
    implementation("net.java.dev.jna:jna:5.19.1@aar")
    implementation("org.jetbrains.kotlinx:kotlinx-coroutines-core:1.11.0")
}
