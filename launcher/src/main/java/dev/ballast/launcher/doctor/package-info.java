/**
 * What this host and a target must have for ballast to work, each with its remedy. It must touch
 * neither: it reads, and it tries kernel calls on itself.
 */
package dev.ballast.launcher.doctor;
