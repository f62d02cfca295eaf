"""The AWS that runs on loopback, for people without an account: moto's server plus what moto lacks."""
