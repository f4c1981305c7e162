package dev.ensemble.http;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class HttpTestApplication {}
