package latchkey.imports;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// How a file writes its characters as bytes.
public enum Encoding {
  UTF_8("utf-8", StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF),
  UTF_16LE("utf-16le", StandardCharsets.UTF_16LE, 0xFF, 0xFE),
  UTF_16BE("utf-16be", StandardCharsets.UTF_16BE, 0xFE, 0xFF),
  /// What Excel writes on Windows. Nothing in a file tells, so it is read so only when asked.
  WINDOWS_1252("windows-1252", Charset.forName("windows-1252"));

  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // charsets do not change
  private final Charset charset;

  @SuppressWarnings("ImmutableEnumChecker") // never written to
  private final int[] mark;

  Encoding(String text, Charset charset, int... mark) {
    this.text = text;
    this.charset = charset;
    this.mark = mark;
  }

  public String text() {
    return text;
  }

  Charset charset() {
    return charset;
  }

  int markLength() {
    return mark.length;
  }

  /// The encoding of that name.
  public static Optional<Encoding> of(String text) {
    return Arrays.stream(values()).filter(encoding -> encoding.text.equals(text)).findFirst();
  }

  /// The one whose byte order mark stands at the beginning.
  static Optional<Encoding> marked(byte[] beginning) {
    return Arrays.stream(values()).filter(encoding -> encoding.begins(beginning)).findFirst();
  }

  private boolean begins(byte[] beginning) {
    if (mark.length == 0 || beginning.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((beginning[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
